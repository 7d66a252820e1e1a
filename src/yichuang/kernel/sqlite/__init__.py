"""SQLite as Yichuang uses it: Django's own backend behind one fair door for writers.

SQLite lets one writer in at a time and makes the others sleep and try again, in no order: with eight
clerks some wait for seconds.  Here writers of one process queue, first come, first served.  It costs a
third of the peak throughput and takes the longest waits from seconds to milliseconds; services stay plain.
"""
