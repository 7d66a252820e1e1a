"""The boards of the hall: who is called where, how long one waits, who serves at which window.

Public: numbers, windows and service identities (BDG-02) only; never a name, number or reason of anybody else.
"""
