"""Read and write a hall's month as JSON; read the text form of Curtois & Qu in ``nurses``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Any

from yichuang.rostering.types import (
    Absence,
    Demand,
    Limit,
    Person,
    Pin,
    Post,
    Problem,
    Relaxation,
    Roster,
    Rules,
    Session,
    Shift,
    Weights,
    Why,
)


class Unreadable(ValueError):
    """What was given is no month of a hall; the message says where."""


def month_of(told: Mapping[str, Any]) -> Problem:
    """Return the problem a JSON object describes.

    Either the plain form (``staff`` a list of ids, ``qual`` post → A, B1, B2, ``leave`` and ``undesired``
    person → days) or ours, which has ``people`` with everything that is known about each (``told_of``).

    Raises:
        Unreadable: something is missing, or names somebody or something unknown.
    """
    try:
        problem = _month(told)
    except (KeyError, TypeError, ValueError) as wrong:
        raise Unreadable(f"no month of a hall: {type(wrong).__name__} {wrong}") from wrong
    _must_fit(problem)
    return problem


def _month(told: Mapping[str, Any]) -> Problem:
    posts = tuple(
        Post(post, tuple(ranks.values()) if isinstance(ranks, Mapping) else tuple(ranks))
        for post, ranks in ((post, told["qual"][post]) for post in told["posts"])
    )
    return Problem(
        start=date.fromisoformat(told["start"]),
        days=int(told["days"]),
        people=_people(told),
        posts=posts,
        shifts=tuple(
            Shift(
                id=one["id"],
                post=one["post"],
                day=int(one["day"]),
                session=Session(one["session"]),
                weekend=bool(one.get("weekend")),
                barred=tuple(one.get("barred", ())),
                group=str(one.get("group", "")),
            )
            for one in told["shifts"]
        ),
        weeks=tuple(int(one) for one in told["week"]),
        rules=Rules(**told["rules"]),
        weights=_weights(told["weights"]),
        relaxed=tuple(_relaxation(one) for one in told.get("relaxed", ())),
        changed=tuple((int(since), Rules(**rules)) for since, rules in told.get("changed", ())),
        demands=tuple(_demand(one) for one in told.get("demands", ())),
    )


def _people(told: Mapping[str, Any]) -> tuple[Person, ...]:
    if "people" in told:
        return tuple(_person(one) for one in told["people"])
    leave, undesired = told.get("leave", {}), told.get("undesired", {})
    return tuple(
        Person(
            id=one,
            absences=tuple(Absence(first, last) for first, last in runs(leave.get(one, ()))),
            undesired=frozenset(undesired.get(one, ())),
        )
        for one in told["staff"]
    )


def runs(days: Iterable[int]) -> list[tuple[int, int]]:
    """Return days as runs of days that follow one another: 1, 2, 3, 7 are (1, 3) and (7, 7)."""
    found = []
    for _shift, group in groupby(enumerate(sorted(set(days))), key=lambda pair: pair[1] - pair[0]):
        one = [day for _index, day in group]
        found.append((one[0], one[-1]))
    return found


def _weights(told: Mapping[str, Any]) -> Weights:
    stand_in = tuple(told["stand_in"]) if "stand_in" in told else (0, int(told["B1"]), int(told["B2"]))
    return Weights(
        stand_in=stand_in,
        undesired=int(told["undesired"]),
        switch_post_same_day=int(told["switch_post_same_day"]),
        weekend_sq=int(told["weekend_sq"]),
        eve_sq=int(told["eve_sq"]),
        stand_in_sq=int(told.get("stand_in_sq", 0)),
        split_am_eve=int(told["split_AM_EVE"]),
        am_after_eve=int(told["AM_after_EVE"]),
        through_noon=int(told.get("through_noon", Weights().through_noon)),
        unasked=int(told.get("unasked", Weights().unasked)),
    )


def _person(told: Mapping[str, Any]) -> Person:
    return Person(
        id=told["id"],
        absences=tuple(
            Absence(int(first), int(last), Why(why), Session(since), Session(until))
            for first, last, why, since, until in told.get("absences", ())
        ),
        undesired=frozenset(told.get("undesired", ())),
        share=int(told.get("share", 100)),
        weekends=int(told.get("weekends", 0)),
        evenings=int(told.get("evenings", 0)),
        stand_ins=int(told.get("stand_ins", 0)),
        before=frozenset(told.get("before", ())),
        sessions_before=int(told.get("sessions_before", 0)),
    )


def _relaxation(told: Iterable[Any]) -> Relaxation:
    limit, person, when, more = told
    return Relaxation(Limit(limit), str(person), int(when), int(more))


def _demand(told: Iterable[Any]) -> Demand:
    group, day, session, need, fixed, worth = told
    return Demand(str(group), int(day), Session(session), int(need), int(fixed), int(worth))


def _must_fit(problem: Problem) -> None:
    people = {one.id for one in problem.people}
    posts = {one.id for one in problem.posts}
    shifts = [one.id for one in problem.shifts]
    wrong = [f"{one.id} names who is not there" for one in problem.posts if not people >= set(one.ranks)]
    wrong += [
        f"{one.id} names somebody twice" for one in problem.posts if len(set(one.ranks)) < len(one.ranks)
    ]
    wrong += [f"{one.id} is of no post" for one in problem.shifts if one.post not in posts]
    wrong += [f"{one.id} is on no day" for one in problem.shifts if not 0 <= one.day < problem.days]
    if len(set(shifts)) < len(shifts) or len(people) < len(problem.people) or len(posts) < len(problem.posts):
        wrong.append("an id stands twice")
    asked = [(one.group, one.day, one.session) for one in problem.demands]
    wrong += [f"{group} is asked for on no day" for group, day, _at in asked if not 0 <= day < problem.days]
    if len(set(asked)) < len(asked):
        wrong.append("windows of a group are asked for twice in a session")
    if len(problem.weeks) != problem.days:
        wrong.append("every day has to have its week")
    wrong += [f"the share of {one.id} is nothing" for one in problem.people if one.share <= 0]
    if wrong:
        raise Unreadable("no month of a hall: " + "; ".join(wrong[:5]))


def told_of(problem: Problem) -> dict[str, Any]:
    """Return the problem as an object for JSON; ``month_of`` reads it back to the same."""
    weights = problem.weights
    return {
        "start": problem.start.isoformat(),
        "days": problem.days,
        "people": [_told_of_person(one) for one in problem.people],
        "posts": [one.id for one in problem.posts],
        "qual": {one.id: list(one.ranks) for one in problem.posts},
        "shifts": [
            {
                "id": one.id,
                "post": one.post,
                "day": one.day,
                "session": one.session,
                "weekend": one.weekend,
                "barred": list(one.barred),
                "group": one.group,
            }
            for one in problem.shifts
        ],
        "week": list(problem.weeks),
        "rules": asdict(problem.rules),
        "weights": {
            "stand_in": list(weights.stand_in),
            "undesired": weights.undesired,
            "switch_post_same_day": weights.switch_post_same_day,
            "weekend_sq": weights.weekend_sq,
            "eve_sq": weights.eve_sq,
            "stand_in_sq": weights.stand_in_sq,
            "split_AM_EVE": weights.split_am_eve,
            "AM_after_EVE": weights.am_after_eve,
            "through_noon": weights.through_noon,
            "unasked": weights.unasked,
        },
        "relaxed": [[one.limit, one.person, one.when, one.more] for one in problem.relaxed],
        "changed": [[since, asdict(rules)] for since, rules in problem.changed],
        "demands": [
            [one.group, one.day, one.session, one.need, one.fixed, one.worth] for one in problem.demands
        ],
    }


def _told_of_person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "absences": [[one.first, one.last, one.why, one.since, one.until] for one in person.absences],
        "undesired": sorted(person.undesired),
        "share": person.share,
        "weekends": person.weekends,
        "evenings": person.evenings,
        "stand_ins": person.stand_ins,
        "before": sorted(person.before),
        "sessions_before": person.sessions_before,
    }


def roster_of(told: Mapping[str, str]) -> Roster:
    """Return a roster from an object of JSON: shift → person."""
    return Roster({str(shift): str(person) for shift, person in told.items() if person})


def pins_of(told: Iterable[Iterable[str | None]]) -> tuple[Pin, ...]:
    """Return pins from pairs of shift and person."""
    return tuple(Pin(str(shift), person) for shift, person in told)
