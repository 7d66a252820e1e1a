"""This installation: its home folder, its first hall, what is missing, and how it starts.

Words: home (the folder of database, keys and built files) · set-up (bring all of it up to date) · found
(open the first hall) · finding (one sentence of the doctor).  It stands above every room and calls their
services; nothing calls it but the command line.
"""
