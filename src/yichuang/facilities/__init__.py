"""What stands in the hall: its areas and how one finds them; equipment, where it is, whether it works.

Words: area (consultation desk, reception, waiting area, windows, with directions) · equipment (a kiosk,
printer, board, window screen, rating terminal or keypad at its place) · fault
(the ticket of one time it was down: since when, why, until when).  A piece has one open fault at most:
who reports it again, or sees it once more, is told of the one that stands.  An enrolled device that falls
silent in the hall's hours is down without anybody reporting it, and back when it is seen.
Never: a word about people, and no repair that is not told.
"""
