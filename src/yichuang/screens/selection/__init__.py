"""Selection (人员选派): who is nominated, the sheet of each review, who is at a window by which file.

The unit nominates, the office and personnel review, the head of the hall relaxes the age limit; section heads
and supervision read.  What is known of somebody's health opens to personnel only, and every look is told.
"""
