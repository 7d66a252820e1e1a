"""A played month of cases: everything occurs in plausible shares, and the journal agrees with every table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from yichuang.cases import events
from yichuang.cases import selectors as cases
from yichuang.cases.types import Decision
from yichuang.demo import month as played
from yichuang.demo import outcomes, pictures
from yichuang.demo.fates import Fate
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.verify import verify

FIRST = date(2026, 3, 2)
SINCE = datetime(2026, 2, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
#: What has to occur, and between which hundredths of all cases in a full month.
OCCURS = {
    "instant": (25, 60),
    "promised": (25, 65),
    "told once": (10, 22),
    "tolerant": (1, 6),
    "not accepted": (1, 4),
    "paused": (3, 9),
    "pause approved": (0.5, 2),
    "pause declined": (0.5, 2),
    "extended": (1, 6),
    "joint": (2, 9),
    "refused": (2, 8),
    "withdrawn: applicant": (2, 7),
    "withdrawn: not_supplemented": (0.5, 4),
    "overdue": (2, 9),
    "corrected": (1, 4),
    "decided above": (1, 12),
    "paid": (5, 25),
}


@pytest.fixture(autouse=True)
def quick_passwords(settings: pytest.FixtureRequest) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.mark.proof
@pytest.mark.django_db
def test_in_a_month_everything_occurs_and_nothing_is_handed_over_unpaid(
    proof_size: Callable[[int, int], int],
) -> None:
    many = proof_size(24, played.CASES)
    days, after = proof_size(1, played.DAYS), proof_size(17, played.AFTER)
    halls = played.HALLS if many == played.CASES else (played.HALLS[0],)

    month = played.act(FIRST, many=many, days=days, after=after, halls=halls, tell=print)

    counts = outcomes.counted(month.places, SINCE)
    assert set(counts) <= set(outcomes.WORDS)
    print("\n".join(outcomes.lines(counts)))
    seen = pictures.pictures(month.places, SINCE)
    print("\n".join(pictures.lines(seen)))
    assert sum(one.handed_in for one in seen) == many
    assert sum(one.closed for one in seen) == counts["closed"]
    print(month.refused)
    assert all(one.open == 0 for one in seen), seen
    assert month.refused == {}
    assert counts["submitted"] == many
    assert {one.fate for one in month.lives} == set(Fate)
    seldom = (
        set() if many == played.CASES else {"decided above", "paid"}
    )  # whether it does depends on the items
    assert {what for what in OCCURS if not counts[what]} <= seldom
    if many == played.CASES:
        shares = {what: 100 * counts[what] / many for what in OCCURS}
        assert not {
            what: shares[what] for what, (low, high) in OCCURS.items() if not low <= shares[what] <= high
        }
        assert {one.item.code for one in month.lives} >= {
            one.code for place in month.places for one in place.items
        }
    for place in month.places:
        paid_before_delivery(place.hall_id)
    report = verify(tables=True)
    assert report.ok, [one.differences or one.finding for one in report.halls]
    assert len(report.halls) == len(month.places)


def paid_before_delivery(hall_id: object) -> None:
    """Nobody got a result before what the tariff asks for it was paid."""
    names = [one.stored_name for one in (events.CaseDecided, events.FeePaid, events.ResultDelivered)]
    approved: set[object] = set()
    for entry in journal.since(hall_id, SINCE, names):  # type: ignore[arg-type]
        match entry.event:
            case events.CaseDecided(decision=Decision.APPROVED):
                approved.add(entry.matter_id)
            case events.ResultDelivered() if entry.matter_id in approved:
                fees = cases.fees_of(entry.hall_id, entry.matter_id)
                assert fees.settled
                assert all(one.taken_at <= entry.at for one in fees.payments)
