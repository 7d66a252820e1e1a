"""Attendance as those see it who answer for it (考勤): a day, its month, corrections by two people.

A section head sees their own section's, the office everybody's; nobody approves what they asked for.
"""
