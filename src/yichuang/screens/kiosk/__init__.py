"""The ticket machine: choose a line, or an item that knows its line, and take a ticket.

It asks for no name and no number (INT-06).  An enrolled kiosk uses it, and the guide desk.
"""
