"""What the codes of the archive are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from yichuang.cases.types.archive import Bar, FileState, ListState, Piece

PIECE: dict[Piece, Promise] = {
    Piece.REVIEW: pgettext_lazy("file", "record of the review"),
    Piece.TOLD: pgettext_lazy("file", "one-time notice"),
    Piece.RECEIPT: pgettext_lazy("file", "receipt of acceptance"),
    Piece.PROMISED: pgettext_lazy("file", "material that followed"),
    Piece.REFUSAL: pgettext_lazy("file", "letter of refusal"),
    Piece.RESULT: pgettext_lazy("file", "result"),
    Piece.RESULT_NOTICE: pgettext_lazy("file", "letter of the result"),
    Piece.DELIVERY: pgettext_lazy("file", "signed delivery slip"),
    Piece.FEES: pgettext_lazy("file", "list of fees"),
    Piece.LATENESS: pgettext_lazy("file", "reason for the delay"),
}
FILE_STATE: dict[FileState, Promise] = {
    FileState.KEPT: pgettext_lazy("file", "kept"),
    FileState.DESTROYED: pgettext_lazy("file", "destroyed"),
}
LIST_STATE: dict[ListState, Promise] = {
    ListState.DRAWN_UP: pgettext_lazy("list", "drawn up"),
    ListState.ONCE: pgettext_lazy("list", "approved by one"),
    ListState.TWICE: pgettext_lazy("list", "approved by two"),
    ListState.DONE: pgettext_lazy("list", "carried out"),
    ListState.WITHDRAWN: pgettext_lazy("list", "taken back"),
}
BAR: dict[Bar, Promise] = {
    Bar.RETENTION: pgettext_lazy("bar", "must still be kept"),
    Bar.HOLD: pgettext_lazy("bar", "legal hold"),
    Bar.LOAN: pgettext_lazy("bar", "lent"),
    Bar.GONE: pgettext_lazy("bar", "destroyed"),
    Bar.LISTED: pgettext_lazy("bar", "on a list already"),
}
