"""Notices (告知): what the hall tells a person in writing, or by word of mouth where the matter is simple.

Words: notice (one numbered telling) · gap (what one material lacks) · element (what a notice must say: basis,
time limit, procedure, materials, reason, remedies) · letter (the notice's own paper, in the vault).
Nobody is told twice what could have been told the first time, and nothing is issued with an element missing.
What was typed for one person is in the letter only; tables, journal and addresses know it not.
"""
