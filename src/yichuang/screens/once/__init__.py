"""Done at once (一次办结、当场办结、即办): what share of matters is, and which were not.

Every figure leads to its cases; no page here names an applicant.
"""
