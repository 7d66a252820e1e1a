"""The register of everything done (登记台账): insert-only entries, sealed into one gapless chain a hall.

Words: entry (one act) · seal (its number and leaf) · batch (a signed root) · consumer (who hears).
Statistics, boards, scores and the audit are derived from it.  It never holds a name, a number or free
text, and nothing in it is ever changed.
"""
