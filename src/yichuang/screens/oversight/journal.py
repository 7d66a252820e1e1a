"""Doors of the journal page: what happened in the hall, in its words, and whether it is as it was written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import selectors as cases
from yichuang.kernel import clock
from yichuang.kernel.access import selectors as access
from yichuang.kernel.access.doors import door, role
from yichuang.kernel.access.types import Role
from yichuang.kernel.journal import reading
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.events import all_events
from yichuang.kernel.journal.reading import Wanted
from yichuang.kernel.journal.selectors import EntryCard
from yichuang.kernel.types import ActorKind
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.posts import selectors as posts
from yichuang.screens.kit.forms import day_of, short_text
from yichuang.screens.oversight import verification

READERS = role(Role.OFF, Role.UH, Role.SUP, Role.INSP, Role.ADM)
PAGE = 50
HIDDEN = "***"
KINDS = {
    ActorKind.PERSON: _("Staff"),
    ActorKind.DEVICE: _("Device"),
    ActorKind.CITIZEN: _("Visitor"),
    ActorKind.SYSTEM: _("System"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a row of the page."""

    seq: int
    at: datetime
    recorded_late: bool
    name: str
    sentence: str
    kind: Any
    who: str
    behalf: str
    about: str
    window: int | None
    subject: UUID
    matter: UUID | None


class Names:
    """Numbers of people, devices and windows of one hall, read once for a page."""

    def __init__(self, hall_id: UUID) -> None:
        self.people = {one.id: one.worker_number for one in organization.people(hall_id, include_left=True)}
        self.devices = {one.id: one.name for one in access.devices(hall_id)}
        self.windows = {one.id: one.number for one in organization.windows(hall_id)}

    def who(self, entry: EntryCard) -> str:
        """Return the worker number or the device's name; a visitor has none, the system needs none."""
        known = {ActorKind.PERSON: self.people, ActorKind.DEVICE: self.devices}.get(entry.actor.kind, {})
        return known.get(entry.actor.id, "")

    def behalf(self, entry: EntryCard) -> str:
        """Return for whom a person acted who stood in: A's number and window; empty for one's own acts."""
        post, by = entry.actor.on_behalf_of, entry.actor
        if post is None:
            return ""
        if post in self.people:
            return self.people[post]
        window = posts.post_windows(by.hall_id).get(post, post)
        cover = posts.cover_told_of(by.hall_id, by.id, post, window, entry.at)
        a, number = self.people[cover.a_id] if cover else "–", self.windows.get(window, "–")
        return gettext("%(worker)s at window %(number)s") % {"worker": a, "number": number}

    def window(self, entry: EntryCard) -> int | None:
        """Return the number of the window it happened at."""
        told = getattr(entry.event, "window_number", None)
        at = entry.actor.window_id or getattr(entry.event, "window_id", None)
        return told or (self.windows.get(at) if at else None)

    def actors(self, typed: str) -> list[UUID]:
        """Return the people with this worker number (one, or nobody)."""
        return [person for person, number in self.people.items() if number.casefold() == typed.casefold()]


def sentence_of(name: str) -> str:
    """Return what an event says, in the reader's language."""
    known = all_events().get(name)
    return known.sentence() if known else name


def line(entry: EntryCard, names: Names) -> Line:
    """Return an entry as a row."""
    return Line(
        seq=entry.seq,
        at=entry.at,
        recorded_late=not clock.is_demo() and (entry.recorded_at - entry.at).total_seconds() > 60,
        name=entry.name,
        sentence=sentence_of(entry.name),
        kind=KINDS[entry.actor.kind],
        who=names.who(entry),
        behalf=names.behalf(entry),
        about=str(getattr(entry.event, "label", "") or getattr(entry.event, "parameter", "")),
        window=names.window(entry),
        subject=entry.subject_id,
        matter=entry.matter_id,
    )


def _hall(request: HttpRequest) -> HallCard:
    return organization.hall(request.caller.hall_id)  # type: ignore[attr-defined]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 15 else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed into the filter, and what it means; ``unmet`` says that nothing can be found."""

    typed: dict[str, str]
    wanted: Wanted
    unmet: bool

    def query(self, **more: str | int | None) -> str:
        """Return the address line of this filter with something changed."""
        said = {**self.typed, **{name: "" if value is None else str(value) for name, value in more.items()}}
        return urlencode({name: value for name, value in said.items() if value})


FIELDS = ("day", "event", "who", "window", "subject", "matter")


def asked(request: HttpRequest, hall: HallCard, names: Names) -> Asked:
    """Read the filter; what is no day, no number or no id finds nothing rather than everything."""
    typed = {name: short_text(request.GET.get(name), 80) for name in FIELDS}
    day, subject, matter = day_of(typed["day"]), _id(typed["subject"]), _id(typed["matter"])
    actors = names.actors(typed["who"]) if typed["who"] else None
    numbers = {number: window for window, number in names.windows.items()}
    window = numbers.get(_number(typed["window"]) or 0)
    event = typed["event"]
    found = {"day": day, "subject": subject, "matter": matter, "window": window, "who": actors}
    unmet = any(typed[name] and not meant for name, meant in found.items())
    unmet = unmet or bool(event and event not in all_events())
    wanted = Wanted(
        names=(event,) if event else (),
        actors=actors,
        window=window,
        subject=subject,
        matter=matter,
        on=day,
        timezone=hall.timezone,
    )
    return Asked(typed, wanted, unmet)


def _kinds_of_events(chosen: str) -> list[dict[str, Any]]:
    """Return every event under its room, for the filter."""
    rooms: dict[str, list[dict[str, Any]]] = {}
    for name in sorted(all_events()):
        shown = {"name": name, "sentence": sentence_of(name), "chosen": name == chosen}
        rooms.setdefault(name.partition(".")[0], []).append(shown)
    return [{"room": room, "events": events} for room, events in rooms.items()]


@never_cache
@require_safe
@door("journal.page", rule=READERS, label=_("Journal"))
def page(request: HttpRequest) -> HttpResponse:
    """Show a page of the journal, newest first."""
    hall = _hall(request)
    names = Names(hall.id)
    looked_for = asked(request, hall, names)
    before, after = _number(request.GET.get("before", "")), _number(request.GET.get("after", ""))
    found = reading.PageCard((), None, None)
    if not looked_for.unmet:
        found = reading.page(hall.id, looked_for.wanted, before=before, after=after, size=PAGE)
    return render(
        request,
        "oversight/journal.html",
        {
            "hall": hall,
            "lines": [line(entry, names) for entry in found.entries],
            "asked": looked_for,
            "filtered": any(looked_for.typed.values()),
            "older": looked_for.query(before=found.older) if found.older else "",
            "newer": looked_for.query(after=found.newer) if found.newer else "",
            "rooms": _kinds_of_events(looked_for.typed["event"]),
            "head": journal.head(hall.id),
            "set_aside": journal.set_aside(hall.id),
            **_verified(hall),
        },
    )


@never_cache
@require_safe
@door("journal.entry", rule=READERS, label=_("An entry of the journal"))
def entry(request: HttpRequest, seq: int) -> HttpResponse:
    """Show one entry as it is stored, and how it is sealed."""
    hall = _hall(request)
    found = reading.by_seq(hall.id, seq) if seq < 2**62 else None
    if found is None:
        raise Http404
    card, sealing = found
    body = _for_these_eyes(request, card, json.loads(reading.body_of_entry(hall.id, card.id)))
    return render(
        request,
        "oversight/entry.html",
        {
            "hall": hall,
            "card": card,
            "line": line(card, Names(hall.id)),
            "sealing": sealing,
            "body": sorted(body.items()),
            "last": journal.head(hall.id).seq,
        },
    )


def _for_these_eyes(request: HttpRequest, card: EntryCard, body: dict[str, Any]) -> dict[str, Any]:
    """Return an entry's body without the number of a confidential case that is not this reader's (CRT-02)."""
    person_id, hall_id = request.caller.person_id, card.actor.hall_id  # type: ignore[attr-defined]
    case = cases.find(hall_id, card.matter_id) if card.matter_id else None
    if case is None or not case.confidential:
        return body
    if cases.may_see(case, person_id, cases.eyes(hall_id, person_id, clock.now())):
        return body
    return {name: HIDDEN if case.number in str(value) else value for name, value in body.items()}


def _verified(hall: HallCard) -> dict[str, Any]:
    state = verification.state_of(hall.id)
    english = (get_language() or "").startswith("en")
    finding = (state.sentence_en if english else state.sentence_zh) if state else ""
    return {
        "verified": state,
        "verified_at": datetime.fromisoformat(state.asked_at) if state else None,
        "finding": finding,
    }


@require_POST
@door("journal.verify", rule=READERS, act=True, label=_("Verify the journal"))
def verify(request: HttpRequest) -> HttpResponse:
    """Begin to verify the hall's journal from its first entry."""
    hall = _hall(request)
    caller = request.caller  # type: ignore[attr-defined]
    verification.start(hall.id, asked_by=caller.account.worker_number, asked_at=clock.now().isoformat())
    if request.headers.get("HX-Request"):
        return render(request, "oversight/verified.html", {"hall": hall, **_verified(hall)})
    return HttpResponseRedirect(reverse("oversight:journal"), status=303)


@never_cache
@require_safe
@door("journal.verifying", rule=READERS, label=_("How far the verification is"))
def verifying(request: HttpRequest) -> HttpResponse:
    """Return how far the verification has come."""
    hall = _hall(request)
    return render(request, "oversight/verified.html", {"hall": hall, **_verified(hall)})
