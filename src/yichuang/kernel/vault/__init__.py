"""Where personal data lies: each value encrypted with a key of its own, for one purpose, until a day.

Words: entry (one value) · data key (wrapped by the master key, which is a file) · blind index (found
without being read) · masked (张*国) · reveal (an act with a reason) · shred (the data key is destroyed).
Everybody else holds an entry's id and nothing more.
"""
