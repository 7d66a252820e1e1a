"""Casework: take an application in, look at every material, tell once, accept, decide, hand over."""
