"""Takings and refunds (收费日报): what a day brought by window and hour, the tills, and refunds to decide.

The office and heads look here; a second person with the mandate lets a refund through or not.
"""
