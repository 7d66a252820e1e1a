"""The cashier (收费窗口): what waits, the list before the money, cash with its change said, the till.

One takes money here and counts a till; who approves refunds and what a day brought stand under takings.
"""
