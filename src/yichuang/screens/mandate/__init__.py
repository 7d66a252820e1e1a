"""Delegations (授权管理): who decides what for a department, by which paper, until when; and what is missing.

The office and the sending unit give, suspend and take back; section heads and chief representatives read.
The paper itself is printed elsewhere; here stands its number.
"""
