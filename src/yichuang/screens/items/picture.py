"""What the catalogue's pages show: rows of items, one item with its versions and how they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.labels import FLAGS, FORMS, LIMITS, SILENCE, STAGES
from yichuang.catalogue.sentences import fee_text, limit_said, limit_text, price_text
from yichuang.catalogue.types import (
    Condition,
    Difference,
    ItemCard,
    Limit,
    MaterialCard,
)
from yichuang.deadlines.types import Budget
from yichuang.kernel.access.labels import ROLES
from yichuang.kernel.access.types import Role
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard

SHOWN = ("instant", "confidential", "deemed_accepted", "file_first", "tolerance_allowed")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One line of the list."""

    card: ItemCard
    department: str
    promised: str
    fee: str
    flags: tuple[str, ...]
    due: date | None
    repealed: tuple[str, ...]


def rows(hall: HallCard, on: date, wanted: str = "") -> list[ItemRow]:
    """Return the items of a day whose code, name or department holds what is ``wanted``."""
    names = {one.id: one.name for one in organization.departments(hall.id)}
    cards = catalogue.items(hall.id, on)
    whose = catalogue.departments_by_wording(hall.id, [one.department for one in cards])
    due = {one.item_id: one.due for one in catalogue.due_for_review(hall.id, on)}
    ended = catalogue.repealed_bases(hall.id, on)
    found = [
        ItemRow(
            card=card,
            department=names.get(whose[card.department] or UUID(int=0), ""),
            promised=limit_said(card.promised_limit),
            fee=fee_text(card),
            flags=tuple(str(FLAGS[name]) for name in SHOWN if getattr(card.flags, name)),
            due=due.get(card.id),
            repealed=tuple(one for one in card.legal_basis if one in ended),
        )
        for card in cards
    ]
    asked = wanted.casefold()
    return [
        one
        for one in found
        if not asked
        or any(asked in text.casefold() for text in (one.card.code, one.card.name, one.card.department))
    ]


def unexplained(hall: HallCard, on: date) -> list[str]:
    """Return the names of departments in the catalogue that nobody has explained, in their order."""
    wordings = {one.department for one in catalogue.items(hall.id, on) if one.department}
    known = catalogue.departments_by_wording(hall.id, wordings)
    return sorted(wording for wording in wordings if known[wording] is None)


@dataclass(frozen=True, slots=True)
class MaterialRow:
    """A material as the office reads it."""

    place: int
    card: MaterialCard
    forms: str
    when: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version with what it changed against the one before."""

    card: ItemCard
    state: str
    changes: tuple[str, ...]
    asks_more: bool


def materials(card: ItemCard) -> list[MaterialRow]:
    """Return the materials of a version in words."""
    questions = {one.code: one for one in card.questions}
    return [
        MaterialRow(
            place,
            one,
            " · ".join(str(FORMS[form]) for form in one.accepted_forms) or one.form,
            when(one.condition, questions),
            tuple(_notes(one)),
        )
        for place, one in enumerate(card.materials, start=1)
    ]


def when(condition: Condition | None, questions: dict[str, Any]) -> str:
    """Say when something applies; empty: always."""
    if condition is None:
        return ""
    asked = questions.get(condition.question)
    text = asked.text if asked else condition.question
    return f"{text} · {pgettext('answer', 'yes') if condition.answer else pgettext('answer', 'no')}"


def _notes(one: MaterialCard) -> Iterator[str]:
    if not one.required:
        yield pgettext("material", "if there is one")
    if one.shareable:
        yield pgettext("material", "need not be brought where data is shared")
    if one.deferrable:
        yield pgettext("material", "may follow")
    if one.validity_months:
        yield _("not older than %(months)s months") % {"months": one.validity_months}
    if one.check:
        yield one.check
    if one.basis:
        yield one.basis


def fees(card: ItemCard) -> list[dict[str, Any]]:
    """Return the tariff of a version in words."""
    questions = {one.code: one for one in card.questions}
    return [
        {"line": one, "price": price_text(one), "when": when(one.condition, questions)} for one in card.fees
    ]


def steps(card: ItemCard) -> list[dict[str, str]]:
    """Return the steps of a version: stage, whose they are, how long."""
    return [
        {
            "name": one.name,
            "stage": str(STAGES[one.stage]),
            "role": str(ROLES[Role(one.role)]) if one.role else "",
            "limit": limit_said(one.limit),
        }
        for one in card.steps
    ]


def limits(card: ItemCard) -> list[dict[str, str]]:
    """Return every limit of a version with where it stands."""
    shown: list[tuple[str, Limit | Budget | None]] = [
        ("statutory_limit", card.statutory_limit),
        ("promised_limit", card.promised_limit),
    ]
    shown += [(one.name, getattr(card.clocks, one.name)) for one in fields(card.clocks)]
    if not card.joint.departments:
        shown = [one for one in shown if one[0] != "joint_opinion_limit"]
    if not card.flags.tolerance_allowed:
        shown = [one for one in shown if one[0] != "tolerance_limit"]
    return [
        {
            "name": str(LIMITS[name]),
            "limit": limit_said(limit) or "–",
            "citation": limit.citation if limit else "",
        }
        for name, limit in shown
    ]


def extension(card: ItemCard) -> str:
    """Say how the statutory limit may be extended; empty: not at all."""
    rule = card.extension
    if not rule.times:
        return ""
    return _("%(times)s time, by %(limit)s at most, approved by: %(role)s") % {
        "times": rule.times,
        "limit": limit_text(rule.value, rule.unit),
        "role": ROLES[Role(rule.approver)] if rule.approver else "–",
    }


def flags(card: ItemCard) -> list[str]:
    """Return what holds for an item, in words; that it is decided above is said, not that it is not."""
    said_ = [str(label) for name, label in FLAGS.items() if getattr(card.flags, name) and name != "at_level"]
    return said_ if card.flags.at_level else [_("decided at a higher level"), *said_]


def joint(card: ItemCard) -> str:
    """Say who is asked before a decision, and what silence means; empty: nobody."""
    if not card.joint.departments:
        return ""
    return " · ".join((*card.joint.departments, str(SILENCE[card.joint.default_on_silence])))


def versions(hall: HallCard, item_id: UUID, on: date) -> list[VersionRow]:
    """Return the versions of an item, the newest first, each with what it changed."""
    cards = catalogue.versions(hall.id, item_id)
    now = catalogue.find(hall.id, item_id, on)
    found = []
    for place, card in enumerate(cards):
        differs = catalogue.difference(cards[place - 1], card) if place else None
        state = "now" if now and card.version_id == now.version_id else ""
        if not state:
            state = "coming" if card.active_from > on else "past"
        found.append(
            VersionRow(
                card,
                state,
                tuple(changes(differs)) if differs else (),
                bool(differs and differs.asks_more),
            )
        )
    return found[::-1]


def changes(found: Difference) -> Iterator[str]:
    """Say what differs, a line each."""
    for one in found.materials_added:
        yield _("material added: %(name)s") % {"name": one.name}
    for one in found.materials_removed:
        yield _("material no longer asked: %(name)s") % {"name": one.name}
    for _was, now in found.materials_changed:
        yield _("material worded anew: %(name)s") % {"name": now.name}
    for limit in found.limits:
        told = {
            "name": LIMITS[limit.name],
            "old": limit_said(limit.old) or "–",
            "new": limit_said(limit.new) or "–",
        }
        yield _("%(name)s: %(old)s → %(new)s") % told
    for flag in found.flags:
        yes, no = pgettext("answer", "yes"), pgettext("answer", "no")
        told = {"name": FLAGS[flag.name], "old": yes if flag.old else no, "new": yes if flag.new else no}
        yield _("%(name)s: %(old)s → %(new)s") % told
    for line in found.fees_added:
        yield _("fee added: %(name)s, %(price)s") % {"name": line.name, "price": price_text(line)}
    for line in found.fees_removed:
        yield _("fee no longer charged: %(name)s") % {"name": line.name}
    for was, line in found.fees_changed:
        told = {"name": line.name, "old": price_text(was), "new": price_text(line)}
        yield _("%(name)s: %(old)s → %(new)s") % told
    if found.steps:
        yield _("the steps are cut anew")
