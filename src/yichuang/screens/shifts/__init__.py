"""Shifts by hand (值班安排): a week of the windows with who is A and who is B, and the month to publish.

A section head plans their own windows, the office all; what is not published yet is shown as a proposal.
"""
