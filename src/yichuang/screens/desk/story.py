"""Tell a visit from the journal, line by line (本件经过)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.selectors import EntryCard
from yichuang.kernel.types import ActorKind
from yichuang.organization import selectors as organization
from yichuang.organization.types import HallCard
from yichuang.queueing import events
from yichuang.queueing.labels import END_REASON, OUTCOME, PRIORITY, TRANSFER
from yichuang.queueing.types import Outcome, PriorityClass, TransferReason

SENTENCES: dict[str, str | Promise] = {
    events.TicketTaken.stored_name: gettext_lazy("Ticket %(label)s taken"),
    events.TicketTakenOnPaper.stored_name: gettext_lazy("Number %(label)s given on paper"),
    events.TicketCalledOnPaper.stored_name: gettext_lazy("Called on paper to window %(window_number)s"),
    events.PaperRowCorrected.stored_name: gettext_lazy("Row of the paper sheet corrected"),
    events.PriorityRequested.stored_name: gettext_lazy("Class asked for: %(priority)s"),
    events.PriorityGranted.stored_name: gettext_lazy("Class given: %(priority)s"),
    events.PriorityRefused.stored_name: gettext_lazy("Class refused: %(priority)s"),
    events.PriorityWithdrawn.stored_name: gettext_lazy("Class taken back: %(priority)s, %(reason)s"),
    events.TicketCalled.stored_name: gettext_lazy("Called to window %(window_number)s"),
    events.TicketRecalled.stored_name: gettext_lazy("Called again, call %(call_count)s"),
    events.ServiceBegun.stored_name: gettext_lazy("Service began at window %(window_number)s"),
    events.TicketServed.stored_name: gettext_lazy("Finished: %(outcome)s"),
    events.TicketMissed.stored_name: gettext_lazy("Marked missed after %(call_count)s calls"),
    events.TicketRejoined.stored_name: gettext_lazy("Back in the line, behind %(behind)s"),
    events.TicketExpected.stored_name: gettext_lazy("Taken by phone"),
    events.TicketCheckedIn.stored_name: gettext_lazy("Checked in in the hall"),
    events.TicketLapsed.stored_name: gettext_lazy("Turn came, nobody checked in: void"),
    events.TicketDelayed.stored_name: gettext_lazy("Let %(others)s go first"),
    events.TicketLeft.stored_name: gettext_lazy("Left the line"),
    events.TicketParked.stored_name: gettext_lazy("Waits in the lounge"),
    events.TicketResumed.stored_name: gettext_lazy("Called back to window %(window_number)s"),
    events.TicketTransferred.stored_name: gettext_lazy("Sent on from window %(window_number)s: %(reason)s"),
    events.ServiceNoted.stored_name: gettext_lazy("Service noted, %(quantity)s times"),
    events.NoteKept.stored_name: gettext_lazy("Note for the clerks kept"),
    events.ShirkingSuspected.stored_name: gettext_lazy("Sent on %(transfers)s times with no service noted"),
    events.TicketVoided.stored_name: gettext_lazy("Void since closing time"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: when, what, by whose hand, and its number in the journal."""

    at: datetime
    seq: int
    sentence: str
    by: str


def story_of(hall: HallCard, ticket_id: UUID) -> tuple[Line, ...]:
    """Return what happened to a ticket, in order, as far as it is sealed."""
    people: dict[UUID, str] = {}
    return tuple(
        Line(entry.at, entry.seq, _sentence(entry), hand_of(entry, hall, people))
        for entry in journal.history(hall.id, matter=ticket_id)
    )


def _sentence(entry: EntryCard) -> str:
    told = SENTENCES.get(entry.name)
    if told is None:
        return entry.name
    values: dict[str, Any] = {name: getattr(entry.event, name) for name in entry.event.__dataclass_fields__}
    if entry.name == events.TicketServed.stored_name:
        values["outcome"] = OUTCOME[Outcome(values["outcome"])]
        if values["reference"]:
            return _("Finished: %(outcome)s, number %(reference)s") % values
    if "priority" in values:
        values["priority"] = PRIORITY[PriorityClass(values["priority"])]
        if isinstance(entry.event, events.PriorityWithdrawn):
            values["reason"] = END_REASON[entry.event.reason]
    if entry.name == events.TicketParked.stored_name and values["returned_from_id"]:
        return _("Came back, waits for window %(window_number)s") % values
    if entry.name == events.TicketTransferred.stored_name:
        values["reason"] = TRANSFER[TransferReason(values["reason"])]
    return str(told) % values


def hand_of(entry: EntryCard, hall: HallCard, people: dict[UUID, str]) -> str:
    """Say by whose hand something was done; ``people`` remembers who was asked for already."""
    match entry.actor.kind:
        case ActorKind.PERSON:
            if entry.actor.id not in people:
                person = organization.person(hall.id, entry.actor.id)
                people[entry.actor.id] = f"{person.display_name} {person.worker_number}"
            return people[entry.actor.id]
        case ActorKind.DEVICE:
            return _("kiosk")
        case ActorKind.CITIZEN:
            return _("the visitor")
        case _:
            return _("the system")
