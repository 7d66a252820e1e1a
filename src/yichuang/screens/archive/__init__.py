"""The archive desk (档案): what is to be filed, the files, who has borrowed one, what may be destroyed.

Nothing here deletes: what is destroyed was approved by two others, and its line stays.
"""
