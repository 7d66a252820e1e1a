"""Printers of the hall (打印机与小票): which slips are missing, how each printer stands and is set up.

Whoever works on the floor prints a missing slip again; who keeps the machines sets them up.
"""
