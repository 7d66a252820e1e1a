"""What came of the cases of a played month: counted from the journal, and said in words.

A case counts once for everything that happened to it, so the counts add up to more than the cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yichuang.cases import events
from yichuang.cases.types import AcceptMode, Decision
from yichuang.demo.places import Place
from yichuang.kernel.journal import selectors as journal

WORDS = {
    "submitted": gettext_lazy("cases handed in"),
    "told once": gettext_lazy("cases whose applicant was told once what is missing"),
    "brought": gettext_lazy("cases supplemented"),
    "not accepted": gettext_lazy("cases not accepted"),
    "tolerant": gettext_lazy("cases accepted with a paper to follow"),
    "deemed": gettext_lazy("cases deemed accepted"),
    "paused": gettext_lazy("cases whose time stood still"),
    "pause approved": gettext_lazy("cases whose pause somebody approved"),
    "pause declined": gettext_lazy("cases whose pause somebody declined"),
    "extended": gettext_lazy("cases whose time was extended"),
    "joint": gettext_lazy("cases of a joint review"),
    "silence counted": gettext_lazy("cases in which a silent department was counted"),
    "decided above": gettext_lazy("cases passed on with a first opinion"),
    "refused": gettext_lazy("cases decided against the applicant"),
    "withdrawn: applicant": gettext_lazy("cases the applicant withdrew"),
    "withdrawn: not_supplemented": gettext_lazy("cases ended because nothing was brought"),
    "withdrawn: promise_not_kept": gettext_lazy("cases ended because a paper did not follow"),
    "paid": gettext_lazy("cases paid for"),
    "corrected": gettext_lazy("cases whose result was corrected"),
    "closed": gettext_lazy("cases closed"),
    "instant": gettext_lazy("cases done on the spot"),
    "promised": gettext_lazy("cases done within a promised time"),
    "overdue": gettext_lazy("cases done too late"),
    "archived": gettext_lazy("cases filed in the archive"),
}


def lines(counts: Mapping[str, int]) -> Iterator[str]:
    """Say each count and its share in words, in the order in which a case goes; what never happened as 0."""
    every = max(1, counts.get("submitted", 0))
    for code, words in WORDS.items():
        count = counts.get(code, 0)
        share = f"{100 * count / every:5.1f}"
        yield _("%(count)6d %(share)s%% %(what)s") % {"count": count, "share": share, "what": words}


def counted(places: Iterable[Place], since: datetime) -> Counter[str]:
    """Count from the journal in how many cases each thing happened."""
    found: dict[str, set[UUID]] = {}
    names = [one.stored_name for one in COUNTED]
    for place in places:
        for entry in journal.since(place.hall_id, since, names):
            for outcome in _named(entry.event):
                found.setdefault(outcome, set()).add(entry.matter_id or entry.subject_id)
    return Counter({outcome: len(ids) for outcome, ids in sorted(found.items())})


COUNTED = (
    events.CaseSubmitted,
    events.GapsTold,
    events.SupplementReceived,
    events.CaseAccepted,
    events.CaseNotAccepted,
    events.CaseTimePaused,
    events.PauseApproved,
    events.PauseDeclined,
    events.CaseTimeExtended,
    events.JointOpened,
    events.JointSilenceCounted,
    events.OpinionGiven,
    events.CaseDecided,
    events.CaseWithdrawn,
    events.FeePaid,
    events.ResultCorrected,
    events.CaseClosed,
    events.CaseArchived,
)
_PLAIN = {
    events.CaseSubmitted: "submitted",
    events.GapsTold: "told once",
    events.SupplementReceived: "brought",
    events.CaseNotAccepted: "not accepted",
    events.CaseTimePaused: "paused",
    events.PauseApproved: "pause approved",
    events.PauseDeclined: "pause declined",
    events.CaseTimeExtended: "extended",
    events.JointOpened: "joint",
    events.JointSilenceCounted: "silence counted",
    events.OpinionGiven: "decided above",
    events.FeePaid: "paid",
    events.ResultCorrected: "corrected",
    events.CaseArchived: "archived",
}


def _named(told: object) -> Iterator[str]:
    """Name what an event says of its case."""
    if type(told) in _PLAIN:
        yield _PLAIN[type(told)]
    match told:
        case events.CaseAccepted(mode=AcceptMode.TOLERANT):
            yield "tolerant"
        case events.CaseAccepted(mode=AcceptMode.DEEMED):
            yield "deemed"
        case events.CaseDecided(decision=Decision.REFUSED):
            yield "refused"
        case events.CaseWithdrawn(cause=cause):
            yield f"withdrawn: {cause.value}"
        case events.CaseClosed(on_time=on_time, at_once=at_once):
            yield "closed"
            yield "instant" if at_once else "promised"
            if not on_time:
                yield "overdue"
