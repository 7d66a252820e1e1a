"""Age, the review's findings, the way of a nomination, who is fit on a day: values in, verdict out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.training.types import (
    NOTED,
    Age,
    AgePolicy,
    CertificateCard,
    Employment,
    Finding,
    Point,
    Regime,
    SelectionState,
    Source,
    Unfit,
)

# from, act, to; the clause of all of them is D7.2 (STF-04), of a withdrawal D7.1 (STF-08)
ARROWS: dict[tuple[SelectionState, str], SelectionState] = {
    (SelectionState.NOMINATED, "take_up"): SelectionState.UNDER_REVIEW,
    (SelectionState.UNDER_REVIEW, "pass"): SelectionState.PASSED,
    (SelectionState.UNDER_REVIEW, "return"): SelectionState.RETURNED,
    (SelectionState.PASSED, "post"): SelectionState.POSTED,
    (SelectionState.NOMINATED, "withdraw"): SelectionState.WITHDRAWN,
    (SelectionState.UNDER_REVIEW, "withdraw"): SelectionState.WITHDRAWN,
    (SelectionState.PASSED, "withdraw"): SelectionState.WITHDRAWN,
    (SelectionState.POSTED, "withdraw"): SelectionState.WITHDRAWN,
}


def age_on(born: date, on: date) -> Age:
    """Return somebody's age on a day; born on 29 February, a year is completed on 1 March of others."""
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return Age(years, (on.month, on.day) == (born.month, born.day))


def born_on(identity_number: str) -> date:
    """Return the birth date a resident number of 18 places holds.  Raises ``ValueError`` for another."""
    if len(identity_number) != 18:
        raise ValueError(identity_number)
    digits = identity_number[6:14]
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def within_age(age: Age, *, limit: int, policy: AgePolicy) -> bool:
    """Say whether somebody is not beyond the limit (STF-02, X-22).

    With completed years, 40 and a day is still 40; to the birthday, it is not.
    """
    if policy is AgePolicy.BIRTHDAY:
        return age.years < limit or (age.years == limit and age.birthday)
    return age.years <= limit


@dataclass(frozen=True, slots=True)
class Facts:
    """What the review has before it; ``noted`` is what was looked at, with whether it is met."""

    source: Source
    employment: Employment | None
    employment_proof: bool
    within_age: bool
    excepted: bool
    standard: bool
    noted: Mapping[Point, bool]


def review(facts: Facts) -> dict[Point, Finding]:
    """Return the sheet: every point that is asked for, with what is found (STF-01, 02, 03, 06, 07).

    Who is sent by a unit belongs to it for good and keeps to the age limit; who is recruited was chosen by a
    standard.
    """
    found = {}
    for point in Point:
        if facts.source is Source.SENT and point is Point.STANDARD:
            continue
        if facts.source is Source.RECRUITED and point in (Point.EMPLOYMENT, Point.AGE):
            continue
        found[point] = _finding(point, facts)
    return found


def _finding(point: Point, facts: Facts) -> Finding:
    if point in NOTED:
        if point not in facts.noted:
            return Finding.MISSING
        return Finding.MET if facts.noted[point] else Finding.UNMET
    if point is Point.STANDARD:
        return Finding.MET if facts.standard else Finding.MISSING
    if point is Point.AGE:
        if facts.within_age:
            return Finding.MET
        return Finding.RELAXED if facts.excepted else Finding.UNMET
    if facts.employment is not Employment.PERMANENT:
        return Finding.UNMET
    return Finding.MET if facts.employment_proof else Finding.MISSING


@dataclass(frozen=True, slots=True)
class Asks:
    """What a hall asks on a day: whence its staff come, since when, and whether they need a certificate."""

    regime: Regime
    since: date | None
    certificate: bool


@dataclass(frozen=True, slots=True)
class Record:
    """One nomination of a person: how they came, how it stands, from which day they are posted."""

    source: Source | None
    state: SelectionState
    posted_on: date | None


def unfit_on(
    day: date,
    asks: Asks,
    records: Sequence[Record],
    certificates: Collection[CertificateCard],
    *,
    taken_over: bool,
) -> Unfit | None:
    """Say why somebody may not be at a window on a day, or None (STF-04, STF-05, STF-07, STF-08).

    ``records`` are the person's nominations, the last first: one that came back or was withdrawn stands
    against them until another is posted.  Who held a post before the hall chose its regime was
    ``taken_over``: what is new binds those who come after it.
    """
    last = records[0].state if records else None
    if last in (SelectionState.RETURNED, SelectionState.WITHDRAWN):
        return Unfit(last.value)
    posted = [one for one in records if one.posted_on is not None and one.posted_on <= day]
    posted = [one for one in posted if one.state is SelectionState.POSTED]
    if asks.regime is Regime.POSTED:
        posted = [one for one in posted if one.source is not Source.RECRUITED]
    if asks.regime is not Regime.OPEN and not posted and not taken_over:
        if last is not None and last is not SelectionState.POSTED:
            return Unfit.UNDER_REVIEW
        return Unfit.NOT_POSTED if asks.regime is Regime.POSTED else Unfit.NO_RECORD
    if asks.certificate and not any(one.holds(day) for one in certificates):
        return Unfit.NO_CERTIFICATE
    return None
