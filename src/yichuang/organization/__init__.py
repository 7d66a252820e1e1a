"""The ground of a hall: its departments, zones, windows, people, opening sessions and working calendar.

Words: hall · department · zone · window · person (worker number) · head · opening session · lunch duty ·
closure · working calendar (State days off and make-up days) · day plan (what a day looks like) ·
hours change (asked, approved; or an emergency, explained) · alarm (closed at once, leaders told in turn).
It answers when the hall is open and who belongs to it.  It never knows what a window serves, who sits at
it or who waits before it; it keeps no history other than the journal's and its own dated rows.
"""
