"""Casework: take an application in, look at every material, tell once, accept, decide, hand over.

One page a case, for whoever may see it; it shows the ways on for this person now, and each door asks again.
"""
