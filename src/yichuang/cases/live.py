"""What the lists of time limits hear of the cases: that something happened, not to which or whom."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yichuang.cases import events
from yichuang.deadlines import events as time
from yichuang.kernel import live
from yichuang.kernel.access.doors import role
from yichuang.kernel.access.types import Role
from yichuang.kernel.journal.cards import EntryCard
from yichuang.kernel.journal.events import Event
from yichuang.kernel.live.topics import Payload

Changes = list[tuple[str, str, Payload]]

WATCHERS = (Role.OFF, Role.UH, Role.SEC, Role.CHIEF, Role.SUP, Role.INSP)
EVERYWHERE = "all"
#: What moves a case on or changes when it is due (CAS-02).
MOVES: tuple[type[Event], ...] = (
    events.CaseSubmitted,
    events.GapsTold,
    events.SupplementReceived,
    events.CaseAccepted,
    events.CaseNotAccepted,
    events.HandlingBegun,
    events.DecisionProposed,
    events.CaseSentBack,
    events.OpinionGiven,
    events.CaseDecided,
    events.ResultPrepared,
    events.ApplicantNotified,
    events.ResultDelivered,
    events.CaseClosed,
    events.CaseWithdrawn,
    events.PauseAsked,
    events.PauseDeclined,
    events.CaseTimePaused,
    events.CaseTimeResumed,
    events.CaseTimeExtended,
    events.ReferralConfirmed,
    events.CaseAssigned,
    events.ExpressGranted,
    time.DeadlineNear,
    time.DeadlinePassed,
)


def _present(hall_id: UUID, key: str) -> Payload | None:
    return {} if key == EVERYWHERE else None


def _moved(entry: EntryCard) -> Changes:
    return [("cases", EVERYWHERE, {"what": "moved"})]


live.topic(
    "cases", public=False, snapshot=_present, rule=role(*WATCHERS), label=_("Time limits of cases, live")
)
for _move in MOVES:
    live.publishes(_move, _moved)
