"""The page of a ticket on a citizen's own phone, found by its unguessable address.

It tells the place in the line, the call and the end, and knows no person.
"""
