"""The staffroom (员工之家): one's own shifts, leave, whom one covers for, and what is to be signed for.

Everybody who works here sees their own and nobody else's; why somebody is away is seen by who decides it.
"""
