"""What a file must hold, its code, how long it stays, what may be destroyed: values in, verdict out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from yichuang.cases.types.archive import Bar, FileState, Piece


@dataclass(frozen=True, slots=True)
class Course:
    """What of a case's course decides which papers its file must hold.

    ``unseen``: accepted since nothing was said in time, before anybody had looked at its papers.
    """

    instant: bool
    gaps_found: bool
    tolerant: bool
    refused: bool
    charged: bool
    late: bool
    unseen: bool = False


def pieces(course: Course) -> tuple[Piece, ...]:
    """Return the papers the file must hold, in the order they lie in it (ARC-01).

    An instant item is done before a receipt or a letter of the result could be handed out.
    """
    wanted = (
        (Piece.REVIEW, not course.unseen),
        (Piece.TOLD, course.gaps_found),
        (Piece.RECEIPT, not course.instant),
        (Piece.PROMISED, course.tolerant),
        (Piece.REFUSAL, course.refused),
        (Piece.RESULT, not course.refused),
        (Piece.RESULT_NOTICE, not course.instant),
        (Piece.FEES, course.charged),
        (Piece.DELIVERY, True),
        (Piece.LATENESS, course.late),
    )
    return tuple(piece for piece, applies in wanted if applies)


def missing(course: Course, on_record: Collection[Piece], in_folder: Collection[Piece]) -> tuple[Piece, ...]:
    """Return the papers that are not on record, or that nobody has seen in the folder."""
    return tuple(one for one in pieces(course) if one not in on_record or one not in in_folder)


def retained_until(closed_on: date, years: int) -> date:
    """Return the last day a file must be kept: full years from the one after it was closed.

    Source: 机关档案管理规定 §36; 人民法院诉讼档案保管期限的规定 counts alike.
    """
    return date(closed_on.year + years, 12, 31)


def file_code(hall: str, year: int, years: int, department: str, running: int) -> str:
    """Return ``AYRS-2026-D10-XK-0001``: hall, year, retention, department, running number (DA/T 22-2015)."""
    return f"{hall}-{year:04d}-D{years}-{department or 'ZH'}-{running:04d}"


def bars(
    state: FileState, retained_until: date, today: date, *, held: bool, lent: bool, listed: bool = False
) -> tuple[Bar, ...]:
    """Return what keeps a file from being destroyed today; nothing may, and nobody destroys it by itself."""
    found = (
        (Bar.GONE, state is FileState.DESTROYED),
        (Bar.RETENTION, today <= retained_until),
        (Bar.HOLD, held),
        (Bar.LOAN, lent),
        (Bar.LISTED, listed),
    )
    return tuple(bar for bar, holds in found if holds)
