"""Oversight: what the rulebook asks, what is kept of it, and the journal that shows it.

制度执行 is public reading; the journal is for those who answer for the hall.  Nothing here names a visitor.
"""
