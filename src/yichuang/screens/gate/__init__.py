"""The gate: sign in, change a password, sign out, enrol a device; and the office's pages for both.

Words: hall code and worker number (who one is), initial password (told once, changed at once), enrolment
code (typed once at the new machine).  Nothing here decides about the hall's work.
"""
