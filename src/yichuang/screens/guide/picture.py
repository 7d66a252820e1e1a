"""What the guide shows: the items of a day in their lines, and one item with what it asks and costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.labels import FORMS
from yichuang.catalogue.sentences import fee_text, limit_said, price_text
from yichuang.catalogue.types import AcceptedForm, Condition, FeeLine, ItemCard, MaterialCard, QuestionCard
from yichuang.kernel.clock import local_day
from yichuang.organization.types import HallCard
from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import LineCard
from yichuang.screens.guide.flow import Flow, flow
from yichuang.screens.kiosk.finding import FoundItem, find_items
from yichuang.screens.kit.directions import Directions, directions_of
from yichuang.screens.kit.hours import Hours, hours_of, week_of

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the list: what it is called, how long it takes and what it costs."""

    card: ItemCard
    promised: str
    fee: str


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one line, or of one department that no line takes (``line`` is None)."""

    line: LineCard | None
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that decides what has to be brought; ``said``: ``yes``, ``no`` or empty."""

    name: str
    text: str
    said: str


@dataclass(frozen=True, slots=True)
class Bring:
    """A material in words; ``when`` is empty where it applies for sure."""

    place: int
    name: str
    forms: str
    when: str
    notes: tuple[str, ...]
    ease: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pay:
    """A line of the tariff in words."""

    line: FeeLine
    price: str
    when: str


@dataclass(frozen=True, slots=True)
class Guide:
    """One item as everybody may read it, in the version in force.

    ``perhaps`` are the materials whose question is not answered yet; ``remote``: tickets of its line can be
    taken by phone; ``ended`` are bases that are no longer law.
    """

    hall: HallCard
    card: ItemCard
    fee: str
    promised: str
    statutory: str
    asks: tuple[Ask, ...]
    brings: tuple[Bring, ...]
    perhaps: tuple[Bring, ...]
    pays: tuple[Pay, ...]
    flow: Flow
    line: LineCard | None
    way: Directions | None
    remote: bool
    hours: Hours
    week: tuple[tuple[str, str], ...]
    ended: tuple[str, ...]


def groups(hall: HallCard, at: datetime, asked: str) -> list[Group]:
    """Return the items of today that ``asked`` means, by the line that takes them, in the hall's order."""
    held: dict[UUID | str, list[FoundItem]] = {}
    for one in find_items(hall, at, asked=asked).items:
        held.setdefault(one.line.id if one.line else one.item.department, []).append(one)
    return [
        Group(found[0].line, found[0].item.department, tuple(_entry(one.item) for one in found))
        for found in held.values()
    ]


def _entry(card: ItemCard) -> Entry:
    return Entry(card, limit_said(card.promised_limit) or limit_said(card.statutory_limit), fee_text(card))


def answers_in(request: HttpRequest, card: ItemCard) -> dict[str, bool]:
    """Return the answers an address carries, by the question's code; anything else is unanswered."""
    told = {one.code: request.GET.get(f"is.{one.code}") for one in card.questions}
    return {code: said == YES for code, said in told.items() if said in (YES, NO)}


def guide_of(
    hall: HallCard, card: ItemCard, answers: Mapping[str, bool], at: datetime, *, large: bool = False
) -> Guide:
    """Return an item as the guide shows it under these answers (PUB-01)."""
    today = local_day(at, hall.timezone)
    asks = catalogue.requirements(card, {})
    needed = catalogue.requirements(card, dict(answers))
    open_ = {one.code for one in needed.unanswered}
    line = next((one for one in queueing.lines(hall.id, at) if card.id in one.item_ids), None)
    return Guide(
        hall=hall,
        card=card,
        fee=fee_text(card),
        promised=limit_said(card.promised_limit),
        statutory=limit_said(card.statutory_limit),
        asks=tuple(_ask(one, answers) for one in asks.unanswered),
        brings=tuple(_bring(place, one, "") for place, one in needed.applying),
        perhaps=tuple(
            _bring(place, one, _when(one.condition, card))
            for place, one in enumerate(card.materials, start=1)
            if one.condition and one.condition.question in open_
        ),
        pays=tuple(_pays(card, answers, open_)),
        flow=flow(card, large=large),
        line=line,
        way=directions_of(hall.id, line.id) if line else None,
        remote=line is not None
        and any(one.line.id == line.id for one in queueing.remote_offers(hall.id, at)),
        hours=hours_of(hall, at),
        week=week_of(hall, today),
        ended=catalogue.repealed(card, today),
    )


def _text(question: QuestionCard) -> str:
    return question.text_en if question.text_en and get_language() == "en" else question.text


def _ask(question: QuestionCard, answers: Mapping[str, bool]) -> Ask:
    said = answers.get(question.code)
    return Ask(f"is.{question.code}", _text(question), "" if said is None else YES if said else NO)


def _when(condition: Condition | None, card: ItemCard) -> str:
    asked = next((one for one in card.questions if condition and one.code == condition.question), None)
    if condition is None or asked is None:
        return ""
    return f"{_text(asked)} — {pgettext('answer', 'yes') if condition.answer else pgettext('answer', 'no')}"


def _bring(place: int, one: MaterialCard, when: str) -> Bring:
    forms = " / ".join(str(FORMS[form]) for form in one.accepted_forms) or one.form
    return Bring(place, one.name, forms, when, tuple(_notes(one)), tuple(_ease(one)))


def _notes(one: MaterialCard) -> Iterator[str]:
    if not one.required:
        yield pgettext("material", "if there is one")
    if one.validity_months:
        yield _("not older than %(months)s months") % {"months": one.validity_months}
    if one.check:
        yield one.check


def _ease(one: MaterialCard) -> Iterator[str]:
    # a paper that is looked at in the original is brought, whatever can be looked up
    if one.shareable and AcceptedForm.ORIGINAL_SEEN not in one.accepted_forms:
        yield pgettext("material", "may stay at home where the hall can look it up")
    if one.deferrable:
        yield pgettext("material", "may be brought later")
    if one.has_sample:
        yield pgettext("material", "form and sample at the window")


def _pays(card: ItemCard, answers: Mapping[str, bool], open_: set[str]) -> Iterator[Pay]:
    """Yield the lines that apply, and those whose question is not answered yet (FEE-01)."""
    due = catalogue.charges(card, dict(answers))
    for one in card.fees:
        if one in due:
            yield Pay(one, price_text(one), "")
        elif one.condition and one.condition.question in open_:
            yield Pay(one, price_text(one), _when(one.condition, card))
