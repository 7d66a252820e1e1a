"""The search for rosters, with OR-Tools' CP-SAT and its linear solvers.

Nothing of the serving process imports it: it runs in a process of its own (``yichuang.rostering.child``),
and the import contract ``the roster engine stays out of the hall`` keeps it so.
"""
