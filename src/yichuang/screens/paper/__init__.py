"""Numbers on paper (纸质号): packs to print for when the system is down, and entering what was written.

The office prepares, prints and enters; everybody who hands numbers out may look where the packs lie.
"""
