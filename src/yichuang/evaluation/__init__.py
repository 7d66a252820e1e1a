"""What citizens say of a service: one invitation a visit, at most one rating, always of their own accord.

Words: invitation (the server's, made when a service has ended) · rating (one of five levels, given once)
· reason (a code, only beside the two lower levels).  Who is silent has said nothing: no level is assumed.
Nobody at the window can ask for a rating, change one or see a single one; clerks hear of theirs from the
next day on, in groups.  No name, no number and no free text of a citizen is kept here.
"""
