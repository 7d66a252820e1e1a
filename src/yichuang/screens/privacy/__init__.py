"""Secrecy (保密): the yearly undertaking, without which no citizen's data is seen, and one click to sign it.

Whoever is refused at a door of personal data finds the sentence and the button where they stand.
"""
