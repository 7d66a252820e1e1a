"""What a notice is to say before it is one, and who it is composed for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Required, TypedDict
from uuid import UUID

from django.utils.functional import Promise

from yichuang.deadlines.types import ExplanationLine
from yichuang.notices.types import (
    Channel,
    Collect,
    Element,
    Gap,
    LateGround,
    NoticeForm,
    NoticeKind,
    Redirect,
)

Text = str | Promise
"""A text ready to be read, or one still to be said in the reader's language (a lazy translation)."""


class Said(TypedDict, total=False):
    """The named arguments of ``services.issue`` that say what is told; kind and channel are a must."""

    kind: Required[NoticeKind]
    channel: Required[Channel]
    form: NoticeForm
    matter_id: UUID | None
    item_id: UUID | None
    item_version_id: UUID | None
    window_id: UUID | None
    gaps: Sequence[Gap]
    basis: Sequence[str]
    time_limit: Text
    procedure: Sequence[Text]
    materials: Sequence[str]
    reason: str
    remedies: Sequence[Text]
    redirect: Redirect | None
    collect: Collect | None
    due: date | None
    addressee_entry: UUID | None
    simple: bool | None
    extra: Sequence[tuple[Text, Text]]
    explanation: Sequence[Text | ExplanationLine]
    legal_change: LateGround | None
    approved_by: UUID | None
    supersedes: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a notice is to say, before it is one; see ``services.issue`` for each part."""

    kind: NoticeKind
    channel: Channel
    form: NoticeForm = NoticeForm.WRITTEN
    matter_id: UUID | None = None
    item_id: UUID | None = None
    item_version_id: UUID | None = None
    window_id: UUID | None = None
    gaps: Sequence[Gap] = ()
    basis: Sequence[str] = ()
    time_limit: Text = ""
    procedure: Sequence[Text] = ()
    materials: Sequence[str] = ()
    reason: str = ""
    remedies: Sequence[Text] = ()
    redirect: Redirect | None = None
    collect: Collect | None = None
    due: date | None = None
    addressee_entry: UUID | None = None
    simple: bool | None = None
    extra: Sequence[tuple[Text, Text]] = ()
    explanation: Sequence[Text | ExplanationLine] = ()
    legal_change: LateGround | None = None
    approved_by: UUID | None = None
    supersedes: UUID | None = None

    def given(self) -> dict[Element, bool]:
        """Say of each element whether the draft has it, blanks not counted."""
        redirect, collect = self.redirect, self.collect
        return {
            Element.BASIS: _said(self.basis),
            Element.TIME_LIMIT: _said([self.time_limit]),
            Element.PROCEDURE: _said(self.procedure),
            Element.MATERIALS: _said(self.materials),
            Element.REASON: _said([self.reason]),
            Element.REMEDIES: _said(self.remedies),
            Element.GAPS: bool(self.gaps),
            Element.REDIRECT: redirect is not None and _said([redirect.unit]),
            Element.HANDLER: redirect is not None and _said([redirect.person]),
            Element.CONTACT: redirect is not None and _said([redirect.phone]) and _said([redirect.place]),
            Element.PLACE: collect is not None and _said([collect.place]),
            Element.TIME: collect is not None and _said([collect.time]),
            Element.DUE: self.due is not None,
        }


def _said(texts: Iterable[Text]) -> bool:
    """Tell whether there is something to read and no line of it is blank."""
    lines = [str(one).strip() for one in texts]
    return bool(lines) and all(lines)
