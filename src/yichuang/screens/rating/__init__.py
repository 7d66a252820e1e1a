"""Where ratings are given and told: the terminal of a window, a clerk's own page, the office's day.

The terminal asks only for the visit that has just ended at its window and is idle again by itself.  A clerk
sees groups of ratings, the office counts; no page shows a single rating beside a visit.
"""
