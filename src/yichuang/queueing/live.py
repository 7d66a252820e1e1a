"""What boards, desks and phones hear of the queue: which ticket, which window, what happened; no person.

A change says only that something happened and to whom it matters; a screen draws itself anew from the
selectors.  Topics: board (zone code or ``all``) · ticket (token) · desk and window (window id, hex) ·
floor (``all``).
"""

from __future__ import annotations

import time
from typing import cast
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.facilities import events as equipment
from yichuang.kernel import clock, live
from yichuang.kernel.access.doors import device, role
from yichuang.kernel.access.types import CLERKS, DeviceKind, Role
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal.cards import EntryCard
from yichuang.kernel.live.topics import Payload
from yichuang.organization import events as ground
from yichuang.organization import selectors as organization
from yichuang.posts import events as duty
from yichuang.queueing import events, selectors
from yichuang.queueing.selectors.windows import window_of

Changes = list[tuple[str, str, Payload]]

OFFICE = (Role.OFF, Role.UH, Role.SEC, Role.CMT, Role.CHIEF, Role.GUIDE, Role.SUP, Role.INSP, Role.ADM)
EVERYWHERE = "all"
# whose turn comes soon hears of every call; who stands further back looks again now and then
NEAREST = 20
# other hours concern everybody who waits; beyond this many a phone looks again by itself
MANY = 300


# ---- snapshots ----------------------------------------------------------------------------------------


def _board(hall_id: UUID, key: str) -> Payload | None:
    zones = {window.zone_code for window in organization.windows_in_hand(hall_id)}
    if key != EVERYWHERE and key not in zones:
        return None
    calls = [call for call in selectors.open_calls(hall_id) if key in (EVERYWHERE, call.zone_code)]
    return {
        "calls": [
            {"label": call.label, "window": call.window_number, "state": call.state.value} for call in calls
        ]
    }


def _ticket(hall_id: UUID, key: str) -> Payload | None:
    try:
        card = selectors.ticket_by_token(key, clock.now())
    except Refusal:
        return None
    if card.hall_id != hall_id:
        return None
    return {"label": card.label, "state": card.state.value, "ahead": card.ahead, "window": card.window_number}


def _at_window(hall_id: UUID, key: str) -> Payload | None:
    try:
        window = window_of(hall_id, UUID(hex=key))
    except (ValueError, Refusal):
        return None
    here = [call for call in selectors.open_calls(hall_id) if call.window_id == window.id]
    return {
        "window": window.number,
        "label": here[0].label if here else None,
        "state": here[0].state.value if here else None,
    }


def _floor(hall_id: UUID, key: str) -> Payload | None:
    return _board(hall_id, EVERYWHERE) if key == EVERYWHERE else None


# ---- what an entry changes ----------------------------------------------------------------------------


def _taken(entry: EntryCard) -> Changes:
    event = cast(events.TicketTaken, entry.event)
    return _in_line(entry.hall_id, event.line_id, {"what": "taken", "label": event.label})


def _left(entry: EntryCard) -> Changes:
    event = cast(
        events.TicketLeft
        | events.TicketVoided
        | events.TicketRejoined
        | events.TicketDelayed
        | events.TicketExpected
        | events.TicketCheckedIn
        | events.TicketLapsed,
        entry.event,
    )
    what = entry.name.removeprefix("queueing.ticket_")
    told = {"what": what, "label": event.label}
    tokens = selectors.tokens_in_line(entry.hall_id, event.ticket_id, event.line_id, NEAREST)
    return _in_line(entry.hall_id, event.line_id, told) + [("ticket", token, told) for token in tokens]


def _called(entry: EntryCard) -> Changes:
    event = cast(events.TicketCalled, entry.event)
    told = {"what": "called", "label": event.label, "window": event.window_number}
    tokens = selectors.tokens_in_line(entry.hall_id, event.ticket_id, event.line_id, NEAREST)
    here = _here(entry.hall_id, event.window_id, told)
    others = [change for change in _in_line(entry.hall_id, event.line_id, told) if change not in here]
    return here + others + [("ticket", token, told) for token in tokens]


def _parked(entry: EntryCard) -> Changes:
    event = cast(events.TicketParked | events.TicketResumed, entry.event)
    what = "parked" if isinstance(event, events.TicketParked) else "called"
    told: Payload = {"what": what, "label": event.label, "window": event.window_number}
    tokens = selectors.tokens_in_line(entry.hall_id, event.ticket_id, None, 1)
    here = _here(entry.hall_id, event.window_id, told)
    if isinstance(event, events.TicketParked) and event.returned_from_id is not None:
        here += [one for one in _here(entry.hall_id, event.returned_from_id, told) if one not in here]
    # another window may resume it: all that serve the line see it
    others = [one for one in _in_line(entry.hall_id, event.line_id, told) if one not in here]
    return here + others + [("ticket", token, told) for token in tokens]


def _transferred(entry: EntryCard) -> Changes:
    event = cast(events.TicketTransferred, entry.event)
    told: Payload = {"what": "transferred", "label": event.label, "window": event.window_number}
    tokens = selectors.tokens_in_line(entry.hall_id, event.ticket_id, event.line_id, NEAREST)
    changes = _here(entry.hall_id, event.window_id, told)
    for line_id in (event.from_line_id, event.line_id):
        changes += [one for one in _in_line(entry.hall_id, line_id, told) if one not in changes]
    return changes + [("ticket", token, told) for token in tokens]


def _ranked(entry: EntryCard) -> Changes:
    event = cast(events.PriorityGranted | events.PriorityWithdrawn, entry.event)
    told: Payload = {"what": "ranked", "label": event.label}
    tokens = selectors.tokens_in_line(entry.hall_id, event.ticket_id, event.line_id, NEAREST)
    return _in_line(entry.hall_id, event.line_id, told) + [("ticket", token, told) for token in tokens]


def _needed(entry: EntryCard) -> Changes:
    event = cast(events.NeedsNoted, entry.event)
    told: Payload = {"what": "needed", "label": event.label}
    at_desks = [one for one in _in_line(entry.hall_id, event.line_id, told) if one[0] == "desk"]
    if event.window_id is not None:
        at_desks += [("desk", event.window_id.hex, told)]
    return list({(topic, key): (topic, key, payload) for topic, key, payload in at_desks}.values())


def _on_the_floor(entry: EntryCard) -> Changes:
    return [("floor", EVERYWHERE, {"what": entry.name.removeprefix("queueing.")})]


def _at_the_window(entry: EntryCard) -> Changes:
    event = cast(
        events.TicketRecalled | events.ServiceBegun | events.TicketServed | events.TicketMissed, entry.event
    )
    what = {"service_begun": "begun"}.get(
        name := entry.name.removeprefix("queueing."), name.removeprefix("ticket_")
    )
    told: Payload = {"what": what, "label": event.label, "window": event.window_number}
    tokens = selectors.tokens_in_line(entry.hall_id, event.ticket_id, None, 1)
    return _here(entry.hall_id, event.window_id, told) + [("ticket", token, told) for token in tokens]


def _duty(entry: EntryCard) -> Changes:
    event = cast(
        duty.SignedOn | duty.SignedOff | duty.SignOnLapsed | duty.WindowPaused | duty.WindowResumed,
        entry.event,
    )
    return _here(entry.hall_id, event.window_id, {"what": "duty"})


def _set_up(entry: EntryCard) -> Changes:
    _lines.clear()
    return [("board", EVERYWHERE, {"what": "lines"}), ("floor", EVERYWHERE, {"what": "lines"})]


def _hours(entry: EntryCard) -> Changes:
    """What everybody hears of other hours: every screen draws itself anew, and the phones of who waits."""
    told: Payload = {"what": "hours"}
    windows = organization.windows(entry.hall_id)
    zones = sorted({one.zone_code for one in windows})
    timezone = organization.hall_in_hand(entry.hall_id).timezone
    today = clock.local_day(entry.at, timezone)
    return [
        ("board", EVERYWHERE, told),
        *(("board", zone, told) for zone in zones),
        ("floor", EVERYWHERE, told),
        *((place, one.id.hex, told) for one in windows for place in ("desk", "window")),
        *(("ticket", token, told) for token in selectors.waiting_tokens(entry.hall_id, today, MANY)),
    ]


def _voice(entry: EntryCard) -> Changes:
    """What every board hears when it is to speak otherwise, or not at all."""
    zones = sorted({one.zone_code for one in organization.windows_in_hand(entry.hall_id)})
    return [("board", place, {"what": "voice"}) for place in (EVERYWHERE, *zones)]


def _office(entry: EntryCard) -> Changes:
    """What only the office and the desks hear of: something to see to."""
    told: Payload = {"what": "to-see-to"}
    windows = organization.windows(entry.hall_id)
    return [("floor", EVERYWHERE, told), *(("desk", one.id.hex, told) for one in windows)]


def _equipment(entry: EntryCard) -> Changes:
    """What the office and the ticket machines hear of equipment that is down or back."""
    told: Payload = {"what": "equipment"}
    return [("floor", EVERYWHERE, told), ("board", EVERYWHERE, told)]


# who serves a line is asked for every ticket and changes once a month: remembered until the journal tells of
# a change, and no longer than some seconds, since with Redis another process may have heard of it first
REMEMBERED = 10.0
_lines: dict[tuple[UUID, UUID], tuple[float, tuple[UUID, ...]]] = {}


def _windows_of_line(hall_id: UUID, line_id: UUID) -> tuple[UUID, ...]:
    known = _lines.get((hall_id, line_id))
    if known is None or time.monotonic() - known[0] > REMEMBERED:
        known = _lines[hall_id, line_id] = (time.monotonic(), selectors.windows_of_line(hall_id, line_id))
    return known[1]


def _here(hall_id: UUID, window_id: UUID, told: Payload) -> Changes:
    """What everybody hears of something that happened at one window."""
    return [
        ("board", EVERYWHERE, told),
        ("board", window_of(hall_id, window_id).zone_code, told),
        ("floor", EVERYWHERE, told),
        ("desk", window_id.hex, told),
        ("window", window_id.hex, told),
    ]


def _in_line(hall_id: UUID, line_id: UUID, told: Payload) -> Changes:
    """What everybody hears of something that happened in a line: all its windows and their zones."""
    windows = _windows_of_line(hall_id, line_id)
    zones = {window_of(hall_id, window_id).zone_code for window_id in windows}
    return [
        ("board", EVERYWHERE, told),
        *(("board", zone, told) for zone in sorted(zones)),
        ("floor", EVERYWHERE, told),
        *(("desk", window_id.hex, told) for window_id in windows),
    ]


# ---- declarations -------------------------------------------------------------------------------------


def _hall_by_code(code: str) -> UUID | None:
    try:
        return organization.hall_by_code(code).id
    except Refusal:
        return None


live.provide_halls(_hall_by_code)
live.topic("board", public=True, snapshot=_board, label=_("Lobby board, live"))
live.topic("ticket", public=True, snapshot=_ticket, label=_("A ticket, live"))
live.topic("desk", public=False, snapshot=_at_window, rule=role(*CLERKS), label=_("Desk, live"))
live.topic(
    "window",
    public=False,
    snapshot=_at_window,
    rule=device(DeviceKind.WINDOW_SCREEN),
    label=_("Window screen, live"),
)
live.topic("floor", public=False, snapshot=_floor, rule=role(*OFFICE), label=_("Today's hall, live"))

live.publishes(events.TicketTaken, _taken)
live.publishes(events.TicketCalled, _called)
live.publishes(events.TicketLeft, _left)
live.publishes(events.TicketRejoined, _left)
live.publishes(events.TicketDelayed, _left)
live.publishes(events.TicketExpected, _left)
live.publishes(events.TicketCheckedIn, _left)
live.publishes(events.TicketLapsed, _left)
live.publishes(events.TicketVoided, _left)
live.publishes(events.TicketRecalled, _at_the_window)
live.publishes(events.ServiceBegun, _at_the_window)
live.publishes(events.TicketServed, _at_the_window)
live.publishes(events.TicketMissed, _at_the_window)
live.publishes(events.TicketParked, _parked)
live.publishes(events.TicketResumed, _parked)
live.publishes(events.TicketTransferred, _transferred)
live.publishes(events.PriorityGranted, _ranked)
live.publishes(events.PriorityWithdrawn, _ranked)
live.publishes(events.NeedsNoted, _needed)
live.publishes(events.ShirkingSuspected, _on_the_floor)
live.publishes(events.DisturbanceRecorded, _on_the_floor)
live.publishes(events.CrowdingBegan, _on_the_floor)
live.publishes(events.CrowdingEnded, _on_the_floor)
live.publishes(equipment.DeviceDown, _equipment)
live.publishes(equipment.DeviceBack, _equipment)
live.publishes(duty.SignedOn, _duty)
live.publishes(duty.SignedOff, _duty)
live.publishes(duty.SignOnLapsed, _duty)
live.publishes(duty.WindowPaused, _duty)
live.publishes(duty.WindowResumed, _duty)
live.publishes(duty.PostVacant, _office)
live.publishes(duty.VacancyEnded, _office)
live.publishes(events.ClosingChosen, _hours)
for _event in (
    ground.HoursSet,
    ground.ClosureSet,
    ground.ClosureWithdrawn,
    ground.HoursChangeApproved,
    ground.HoursChangedInEmergency,
    ground.HoursChangeEnded,
    ground.AlarmRaised,
    ground.AlarmLifted,
):
    live.publishes(_event, _hours)
for _asked in (ground.HoursChangeAsked, ground.AlarmTold, ground.AlarmAcknowledged):
    live.publishes(_asked, _office)
live.publishes(events.LineAdded, _set_up)
live.publishes(events.ServesAdded, _set_up)
live.publishes(events.ServesRemoved, _set_up)
live.publishes(events.PaperMerged, _hours)
live.publishes(events.PaperRowCorrected, _hours)
live.publishes(events.OutageRecorded, _office)
for _voiced in (events.VoiceSet, events.VoiceMuted, events.VoiceUnmuted):
    live.publishes(_voiced, _voice)
