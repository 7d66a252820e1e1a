"""The order of the queue (叫号规则): the rule in force, for everybody to read, and the desk of priority.

Words: calling rule (which classes there are, their criteria and head starts, the cap) · priority (who is
called earlier, why, who gave it and who approved it).  Nobody is put anywhere by hand here: a class is given
for a reason, and the rule does the rest.
"""
