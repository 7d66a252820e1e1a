"""Rosters (排班): a department's month as a grid, planned by the engine or by hand, handed in and published.

Conflicts are shown while one edits; how far the engine is and what it is sure of stands beside the grid.
"""
