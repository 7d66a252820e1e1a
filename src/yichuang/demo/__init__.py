"""The demo is a play, not a dump: a hall is built, staffed and lived in by calling only services.

Words: scene (the hall as built, with who acts where) · day (what is drawn for one day) · play (the day
acted out).  It writes no table of its own, reads no clock, and the same seed gives the same journal.
"""
