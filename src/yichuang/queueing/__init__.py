"""Queueing (排队叫号): a citizen takes a ticket, a clerk calls the next one, serves it, says what came of it.

Words: line (a queue with its prefix) · ticket (one place in a line, never "number") · call (a ticket asked
to a window) · serves (which window may call which line and item) · outcome (what the visit ended with).
Nobody picks: the order is the line's own, a clerk can only call the next.  Nobody jumps: a ticket's place
is fixed when it is taken.  A ticket knows no person; who came is no business of the queue.
"""
