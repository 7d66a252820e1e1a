"""The hall office's view of today (今日大厅): the floor as it is, the lines, and what wants a hand.

It shows and leads on; acts belong to the desks and to rooms still to come.
"""
