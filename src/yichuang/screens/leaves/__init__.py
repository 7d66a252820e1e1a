"""Leave as those see it who decide it (请假审批): what waits, who is away and covered, what is still due.

A section head sees and decides their own section's, the office everybody's; nobody decides their own.
"""
