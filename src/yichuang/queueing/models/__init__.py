"""The queue's tables.  Halls, windows, people and items are plain ids: they belong to the rooms below."""

from yichuang.queueing.models.closing import Closing
from yichuang.queueing.models.floor import ClerkNote, Crowding, Disturbance, Suspicion, VisitService
from yichuang.queueing.models.need import TicketNeed
from yichuang.queueing.models.paper import PaperNumber, PaperPack
from yichuang.queueing.models.queue import (
    CAME,
    NEVER_USED,
    OPEN,
    Call,
    Counter,
    Line,
    LineItem,
    Policy,
    PolicyClass,
    PriorityGrant,
    Serves,
    Ticket,
)
from yichuang.queueing.models.remote import RemoteFailure, RemoteHolder, RemoteRule, RemoteTicket
from yichuang.queueing.models.voice import Mute, Voice

__all__ = [
    "CAME",
    "NEVER_USED",
    "OPEN",
    "Call",
    "ClerkNote",
    "Closing",
    "Counter",
    "Crowding",
    "Disturbance",
    "Line",
    "LineItem",
    "Mute",
    "PaperNumber",
    "PaperPack",
    "Policy",
    "PolicyClass",
    "PriorityGrant",
    "RemoteFailure",
    "RemoteHolder",
    "RemoteRule",
    "RemoteTicket",
    "Serves",
    "Suspicion",
    "Ticket",
    "TicketNeed",
    "VisitService",
    "Voice",
]
