"""A clerk's desk at one window: sign on, call, begin, finish, and nothing to look for elsewhere.

The state is the server's: a reload, a second click or a lost line changes nothing of it.
"""
