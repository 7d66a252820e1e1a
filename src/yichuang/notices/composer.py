"""Compose the letter of a notice: one paper in Chinese, which holds, and the same in English."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from yichuang.kernel.documents.types import (
    Block,
    Fields,
    Paper,
    Paragraph,
    Reasons,
    Signature,
    as_plain,
    from_plain,
)
from yichuang.notices import labels
from yichuang.notices.draft import Draft
from yichuang.notices.rules.sheet import layouts
from yichuang.notices.sections import CHINESE, COMPOSERS, ENGLISH, Facts, counted, day_text, shown
from yichuang.notices.types import NoticeKind, Redirect

LANGUAGES = (CHINESE, ENGLISH)


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice's papers by language, and where it sends the person."""

    papers: dict[str, Paper] = field(default_factory=dict)
    redirect: Redirect | None = None


def letter(draft: Draft, facts: Facts) -> Letter:
    """Return the letter of a complete draft."""
    papers = {}
    for language in LANGUAGES:
        with translation.override(language):
            papers[language] = _paper(draft, facts, language)
    return Letter(papers, draft.redirect)


def as_text(told: Letter) -> str:
    """Return a letter as the canonical text that is kept and hashed."""
    redirect = told.redirect
    plain = {
        "papers": {language: as_plain(paper) for language, paper in told.papers.items()},
        "redirect": None
        if redirect is None
        else [redirect.unit, redirect.person, redirect.phone, redirect.place],
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Letter:
    """Read back what ``as_text`` gave."""
    plain: dict[str, Any] = json.loads(text)
    papers = {language: from_plain(one) for language, one in plain["papers"].items()}
    return Letter(papers, Redirect(*plain["redirect"]) if plain["redirect"] else None)


def _paper(draft: Draft, facts: Facts, language: str) -> Paper:
    blocks: list[Block] = []
    if facts.addressee:
        blocks.append(Paragraph(_("%(name)s:") % {"name": facts.addressee}, flush=True))
    opening, *rest = COMPOSERS[layouts()[draft.kind].paper](draft, facts)
    blocks.append(opening)
    if draft.extra:
        blocks.append(Fields(tuple((shown(label), shown(value)) for label, value in draft.extra)))
    blocks += rest
    if draft.explanation:
        lines = tuple(counted(one) for one in draft.explanation)
        blocks.append(Reasons(lines, _("How the date was counted")))
    if layouts()[draft.kind].paper == "delivery":
        blocks.append(Signature((_("Received by (signature)"), _("Date of receipt"))))
    hall = facts.hall_name if language == CHINESE else facts.hall_name_en or facts.hall_name
    return Paper(
        title=str(labels.KIND[draft.kind]),
        number=facts.number,
        hall_name=hall,
        blocks=tuple(blocks),
        issued_on=day_text(facts.issued_at.date()),
        language=language,
        issuer=_issuer(facts, hall),
        seal_place=_("(seal)"),
        code_url=facts.token,
        verify_text="\n".join(
            (
                _("Scan to see where it stands."),
                _("Number: %(number)s") % {"number": facts.number},
                _("Code: %(code)s") % {"code": facts.code},
            )
        ),
        footer="\n".join(one for one in (_keep(draft), _edition(facts)) if one),
    )


def _issuer(facts: Facts, hall: str) -> str:
    """Return who stands for the paper: the hall, and below it who handled it."""
    return "\n".join(one for one in (hall, _handler(facts)) if one)


def _handler(facts: Facts) -> str:
    told = {"name": facts.issuer_name, "number": facts.issuer_number, "window": facts.window}
    if facts.window is None:
        return _("Handled by %(name)s (%(number)s)") % told if facts.issuer_name else ""
    return _("Window %(window)s, %(name)s (%(number)s)") % told


def _keep(draft: Draft) -> str:
    if draft.kind in {NoticeKind.RECEIVED, NoticeKind.RECEIPT}:
        return _("Keep this paper: you need it when you come to collect the result.")
    return _("Number and code show this notice again, word for word, on the hall's page of notices.")


def _edition(facts: Facts) -> str:
    if not facts.item_version:
        return ""
    return _("Item %(code)s, version %(version)s") % {"code": facts.item_code, "version": facts.item_version}
