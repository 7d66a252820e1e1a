"""With others: what one has to know, opinions asked and given, questions, referrals, and what lies still.

Words: alert · seat (a department asked) · query · referral.  Texts stand behind a press, and the journal
tells who looked.
"""
