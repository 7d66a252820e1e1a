"""A case: what a citizen hands in, told once, counted by law, decided by whoever may, handed over, filed.

Words: case (one application, pinned to the version of its item) · review (one look at every material that
applies) · arrow (one lawful way from state to state) · visit (one time the citizen had to come) · result
(what is handed over).  Clocks lie in deadlines, papers in notices, names and numbers in the vault; here are
only their ids.  Nobody skips a stage, adds a material, decides without a mandate, or deletes anything.
"""
