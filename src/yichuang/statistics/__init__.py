"""What the hall did, in figures: visits and turns at the windows, counted from the journal alone.

Words: visit (到访, one ticket from taken to its end) · turn (接待, one call to a window) ·
recount (复算, a past day computed again) · definition (口径, a dated version of what
a measured time runs from and to) · figures (统计).
It hears everybody and tells nobody what to do; a figure is never typed in, and each leads to its rows.
"""
