"""The parts of a letter by its kind: what each paper says, in the language now active.

Every text somebody typed passes ``shown``: identity and mobile numbers are masked (PRV-05).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import dateformat, translation
from django.utils.translation import gettext as _

from yichuang.deadlines.types import ExplanationLine
from yichuang.kernel.documents.types import Block, Fields, Heading, Numbered, Paragraph, Table
from yichuang.kernel.vault.scanner import hidden
from yichuang.notices import labels
from yichuang.notices.draft import Draft, Text
from yichuang.notices.types import NoticeKind

CHINESE, ENGLISH = "zh-hans", "en"


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


def shown(text: Text) -> str:
    """Return a text as paper may show it, in the language now active."""
    return hidden(str(text)).strip()


def counted(line: Text | ExplanationLine) -> str:
    """Return one line of how a date was counted, in the language now active."""
    if isinstance(line, ExplanationLine):
        return line.en if english() else line.zh
    return shown(line)


def english() -> bool:
    return (translation.get_language() or CHINESE).startswith("en")


def day_text(day: date) -> str:
    """Return a day as it is written on paper in the language now active."""
    return dateformat.format(day, _("j F Y"))


def item_of(facts: Facts) -> str:
    """Return the item's name in the language now active."""
    return (facts.item_name_en if english() else "") or facts.item_name or _("your matter")


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
    opening = {
        NoticeKind.DEEMED: _(
            "You were not told in time that anything was missing in your application for “%(item)s”. By "
            "law it "
            "counts as accepted from the day it was received."
        ),
        NoticeKind.FILED_FIRST: _(
            "Within the time the law gives it could not be decided whether your application for “%(item)s” "
            "is to be filed. By law it is filed first, as of %(day)s, and the time limit runs from there."
        ),
    }.get(
        draft.kind,
        _(
            "Your application for “%(item)s” is complete and in due form. It is accepted as of %(day)s, and "
            "the time limit runs from there."
        ),
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


def _change(draft: Draft, facts: Facts) -> list[Block]:
    opening = _("For “%(item)s” other documents are asked for from now on. You have a case of it under way.")
    return [
        Paragraph(opening % {"item": item_of(facts)}),
        *_section(_("What this means for your case"), [draft.reason]),
        *_section(_("What is asked for in your case"), draft.materials),
        *_section(_("Legal basis"), draft.basis),
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
    "change": _change,
}
