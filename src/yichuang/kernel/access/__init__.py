"""Who may open which door: staff by hall code and worker number, devices by a one-time code.

Words: account (a worker's login) · grant (a role in a hall or department, from when until when) ·
staff session · device (kiosk, board, window screen, terminal) · enrolment code · door (an address that
declares its rule) · caller (who stands at a door).  Whether a person may do an *act* here and now is law
and is asked of the posts, never here.
"""
