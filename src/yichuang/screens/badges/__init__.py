"""Badges of the hall's workers (工作牌): who wears which version, whose is lost, who gave it out and when.

The office gives out, notes a loss and replaces; whose badge is lost signs on nowhere until then (BDG-01).
"""
