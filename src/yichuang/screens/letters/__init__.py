"""A notice as the person it was given to reads it: on the phone, as a file, or by its number and code.

The address is not to be guessed and names nobody; a wrong code and an unknown number look the same.
"""
