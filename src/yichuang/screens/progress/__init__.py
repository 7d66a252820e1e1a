"""A case's page on the phone, by its unguessable link: where it stands, by when, and the letters given.

Nobody's name or number stands here, and nothing of what was decided about a person beyond the letter itself.
"""
