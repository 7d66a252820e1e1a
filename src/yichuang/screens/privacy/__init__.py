"""Secrecy (保密): the yearly undertaking, lists of cases that leave the house, what supervision watches.

Whoever is refused at a door of personal data finds the sentence and the button where they stand.  No page
here names a citizen.
"""
