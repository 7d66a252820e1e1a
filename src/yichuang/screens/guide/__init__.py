"""The guide (办事指南): what the hall offers and what each item asks, as it is in force today, for everyone.

Nothing is written here: every word, limit and price is the version's that counter, clocks and cashier read.
"""
