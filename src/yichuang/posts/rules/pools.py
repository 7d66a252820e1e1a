"""Spans of days, as pools need them: values in, spans out; an end is exclusive, None is for good."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

Span = tuple[date, date | None]


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """Return what is left of some spans outside others, in order; what touches is one span."""
    left = joined(spans)
    for begins, ends in taken:
        cut: list[Span] = []
        for first, until in left:
            cut.append((first, begins if until is None else min(until, begins)))
            if ends is not None:
                cut.append((max(first, ends), until))
        left = joined(cut)
    return left


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, those that touch or overlap as one, without empty ones."""
    found: list[Span] = []
    for first, until in sorted((one for one in spans if one[1] is None or one[0] < one[1]), key=_begins):
        last = found[-1] if found else None
        if last is not None and (last[1] is None or first <= last[1]):
            ends = None if last[1] is None or until is None else max(last[1], until)
            found[-1] = (last[0], ends)
        else:
            found.append((first, until))
    return found


def _begins(span: Span) -> date:
    return span[0]
