"""Time limits (限时办结): every open case with the time that ends first, drawn so that it can be compared.

What is over carries a red card, what runs short a yellow one; no page here names an applicant.
"""
