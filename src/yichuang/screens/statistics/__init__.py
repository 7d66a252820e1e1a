"""The hall in figures (统计): a period by line, window, person or item, drawn, and as a workbook.

Every counted figure leads to its rows, and every row to the journal.
"""
