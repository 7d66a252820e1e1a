"""Compose the letter of a notice: one paper in Chinese, which holds, and the same in English.

Every text somebody typed passes ``shown``: identity and mobile numbers are masked (PRV-05).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import dateformat, translation
from django.utils.translation import gettext as _

from yichuang.deadlines.types import ExplanationLine
from yichuang.kernel.documents.types import (
    Block,
    Fields,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    Reasons,
    Signature,
    Table,
    as_plain,
    from_plain,
)
from yichuang.kernel.vault.scanner import hidden
from yichuang.notices import labels
from yichuang.notices.draft import Draft, Text
from yichuang.notices.rules.sheet import layouts
from yichuang.notices.types import NoticeKind, Redirect

CHINESE, ENGLISH = "zh-hans", "en"
LANGUAGES = (CHINESE, ENGLISH)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter is composed of besides the draft; names are as everybody in the hall may see them.

    ``issued_at`` is hall-local; ``token`` is what opens the status page.
    """

    number: str
    hall_name: str
    hall_name_en: str
    item_name: str
    item_name_en: str
    item_code: str
    item_version: int
    issuer_name: str
    issuer_number: str
    window: int | None
    addressee: str
    issued_at: datetime
    token: str
    code: str
    replaces: str = ""


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


def shown(text: Text) -> str:
    """Return a text as paper may show it, in the language now active."""
    return hidden(str(text)).strip()


def _counted(line: Text | ExplanationLine) -> str:
    """Return one line of how a date was counted, in the language now active."""
    if isinstance(line, ExplanationLine):
        return line.en if _english() else line.zh
    return shown(line)


def _english() -> bool:
    return (translation.get_language() or CHINESE).startswith("en")


def day_text(day: date) -> str:
    """Return a day as it is written on paper in the language now active."""
    return dateformat.format(day, _("j F Y"))


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
        lines = tuple(_counted(one) for one in draft.explanation)
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


def item_of(facts: Facts) -> str:
    """Return the item's name in the language now active."""
    return (facts.item_name_en if _english() else "") or facts.item_name or _("your matter")


def _section(title: str, items: Iterable[Text]) -> list[Block]:
    """Return a heading with what stands under it; one line stands unnumbered, none leaves both out."""
    lines = [shown(one) for one in items if str(one).strip()]
    if not lines:
        return []
    return [Heading(title), Paragraph(lines[0]) if len(lines) == 1 else Numbered(tuple(lines))]


def _law(draft: Draft) -> list[Block]:
    """Return the elements every notice of a decision has: basis, time limit, procedure, all materials."""
    return [
        *_section(_("Legal basis"), draft.basis),
        *_way(draft),
        *_section(_("All materials of this item"), draft.materials),
    ]


def _way(draft: Draft) -> list[Block]:
    """Return time limit and procedure as a small table; what is not said is left out."""
    steps = [shown(one) for one in draft.procedure if str(one).strip()]
    pairs = [(_("Time limit"), shown(draft.time_limit)), (_("Procedure"), " → ".join(steps))]
    if draft.due is not None:
        pairs.insert(1, (_("Due at the latest"), day_text(draft.due)))
    said = tuple((label, value) for label, value in pairs if value)
    return [Fields(said)] if said else []


def _supplement(draft: Draft, facts: Facts) -> list[Block]:
    opening = _(
        "Every material of your application for “%(item)s” was checked. What is listed below is missing "
        "or is "
        "not as it must be; this is everything. Once it is supplied your application is accepted, and "
        "nothing "
        "else will be asked for."
    )
    rows = tuple(
        (str(place), shown(gap.name), str(labels.FAULT[gap.fault]), shown(gap.note))
        for place, gap in enumerate(draft.gaps, start=1)
    )
    noted = any(row[3] for row in rows)
    columns = (_("No."), _("Material"), _("What is wrong"), _("How to put it right"))
    table = (
        Table(columns, rows, (0, 5, 3, 5))
        if noted
        else Table(columns[:3], tuple(row[:3] for row in rows), (0, 6, 4))
    )
    return [
        Paragraph(opening % {"item": item_of(facts)}),
        *([Paragraph(_ground(draft))] if draft.legal_change else []),
        Heading(_("What is to be supplied")),
        table,
        *_law(draft),
    ]


def _ground(draft: Draft) -> str:
    assert draft.legal_change is not None
    told = _("This could not be told before: %(ground)s.")
    return told % {"ground": labels.GROUND[draft.legal_change]}


def _refusal(draft: Draft, facts: Facts) -> list[Block]:
    if draft.kind is NoticeKind.NOT_ACCEPTED:
        opening = _("Your application for “%(item)s” was examined and is not accepted.")
    else:
        opening = _("Your application for “%(item)s” was examined and is refused.")
    return [
        Paragraph(opening % {"item": item_of(facts)}),
        *_section(_("Reasons"), [draft.reason]),
        *_law(draft),
        *_section(_("What you can do against this"), draft.remedies),
    ]


def _redirect(draft: Draft, facts: Facts) -> list[Block]:
    where = draft.redirect
    assert where is not None
    return [
        Paragraph(_("“%(item)s” is handled elsewhere. Please go to:") % {"item": item_of(facts)}),
        Fields(
            (
                (_("Unit"), shown(where.unit)),
                (_("Person in charge"), shown(where.person)),
                (_("Telephone"), shown(where.phone)),
                (_("Place"), shown(where.place)),
            )
        ),
        *_section(_("Legal basis"), draft.basis),
        *_section(_("Materials to bring"), draft.materials),
    ]


def _received(draft: Draft, facts: Facts) -> list[Block]:
    opening = _(
        "The documents listed below were received for “%(item)s” on %(day)s. This is a receipt of "
        "documents and "
        "not yet an acceptance."
    )
    return [
        Paragraph(opening % {"item": item_of(facts), "day": day_text(facts.issued_at.date())}),
        *_section(_("Documents received"), draft.materials),
        *_section(_("Time limit"), [draft.time_limit]),
    ]


def _receipt(draft: Draft, facts: Facts) -> list[Block]:
    opening = (
        _(
            "You were not told in time that anything was missing in your application for “%(item)s”. By "
            "law it "
            "counts as accepted from the day it was received."
        )
        if draft.kind is NoticeKind.DEEMED
        else _(
            "Your application for “%(item)s” is complete and in due form. It is accepted as of %(day)s, and "
            "the time limit runs from there."
        )
    )
    return [
        Paragraph(opening % {"item": item_of(facts), "day": day_text(facts.issued_at.date())}),
        *_way(draft),
        *_section(_("Materials accepted"), draft.materials),
        *_section(_("Legal basis"), draft.basis),
    ]


def _clock(draft: Draft, facts: Facts) -> list[Block]:
    if draft.kind is NoticeKind.PAUSE:
        opening = _(
            "In your matter “%(item)s” a step is needed whose time the law does not count. The time it "
            "needs is "
            "told below."
        )
        needed = _("Time needed")
    else:
        opening = _("The time limit of your matter “%(item)s” is extended, as the law allows.")
        needed = _("Extended by")
    pairs = [(needed, shown(draft.time_limit))]
    if draft.due is not None:
        pairs.append((_("Due at the latest"), day_text(draft.due)))
    return [
        Paragraph(opening % {"item": item_of(facts)}),
        Fields(tuple(pairs)),
        *_section(_("Reasons"), [draft.reason]),
        *_section(_("Legal basis"), draft.basis),
    ]


def _result(draft: Draft, facts: Facts) -> list[Block]:
    told: list[Block]
    if draft.collect is not None:
        opening = _("Your matter “%(item)s” is done. You can collect the result:")
        told = [
            Fields(
                (
                    (_("Place to collect"), shown(draft.collect.place)),
                    (_("Time to collect"), shown(draft.collect.time)),
                )
            )
        ]
    else:
        opening = _("Your matter “%(item)s” could not be done.")
        told = _section(_("Reasons"), [draft.reason])
    return [
        Paragraph(opening % {"item": item_of(facts)}),
        *told,
        *_section(_("Materials to bring"), draft.materials),
        *_section(_("Legal basis"), draft.basis),
        *_section(_("What you can do against this"), draft.remedies),
    ]


def _delivery(draft: Draft, facts: Facts) -> list[Block]:
    opening = _("In the matter “%(item)s” the documents listed below were handed over.")
    return [
        Paragraph(opening % {"item": item_of(facts)}),
        *_section(_("Documents handed over"), draft.materials),
    ]


def _correction(draft: Draft, facts: Facts) -> list[Block]:
    opening = (
        _("In the matter “%(item)s” %(number)s is corrected and replaced by this paper.")
        if facts.replaces
        else _("In the matter “%(item)s” something is corrected.")
    )
    return [
        Paragraph(opening % {"item": item_of(facts), "number": facts.replaces}),
        *_section(_("What is corrected, and why"), [draft.reason]),
        *_law(draft),
    ]


def _enforcement(draft: Draft, facts: Facts) -> list[Block]:
    opening = _("You are told the following before anything is done in the matter “%(item)s”.")
    return [
        Paragraph(opening % {"item": item_of(facts)}),
        *_section(_("Facts and reason"), [draft.reason]),
        *_law(draft),
        *_section(_("What you can do against this"), draft.remedies),
    ]


COMPOSERS: dict[str, Callable[[Draft, Facts], list[Block]]] = {
    "supplement": _supplement,
    "refusal": _refusal,
    "redirect": _redirect,
    "received": _received,
    "receipt": _receipt,
    "clock": _clock,
    "result": _result,
    "delivery": _delivery,
    "correction": _correction,
    "enforcement": _enforcement,
}
