"""Sick calls and single absences on a roster, for ``bench.roster``."""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bench.roster import say
from yichuang.rostering import sentences
from yichuang.rostering.checker import changes_of, judge
from yichuang.rostering.engine.mend import Now, explain, resolve
from yichuang.rostering.engine.solver import Way
from yichuang.rostering.engine.surviving import surviving
from yichuang.rostering.surviving import absent
from yichuang.rostering.types import CHANGES, VACANCIES, Problem, Roster


@dataclass
class Call:
    """One call as it went: seconds until the first answer without a vacancy, and until the last."""

    person: str
    first_day: int
    last_day: int
    lost: int
    first_after: float | None
    seconds: float
    vacant: int
    changes: int
    proven: bool
    told: list[str]


def calls(
    problem: Problem, roster: Roster, number: int, wanted: argparse.Namespace, way: Way
) -> dict[str, Any]:
    """Let people who work fall ill for one to five days, each on the published month, and mend it."""
    chance = random.Random(wanted.seed)
    days = {one.id: one.day for one in problem.shifts}
    working = sorted({(who, days[shift]) for shift, who in roster.assigned.items()})
    done: list[Call] = []
    broken: list[str] = []
    for count in range(number):
        person, day = chance.choice(working)
        last = min(problem.days - 1, day + chance.randint(0, 4))
        call, wrong = _call(problem, roster, (person, day, last), wanted, way)
        done.append(call)
        broken += wrong
        say(
            wanted,
            f"call {count + 1}: {person} days {day}-{last}, {call.lost} lost, {call.changes} changes"
            f"{' proven' if call.proven else ''}, {call.vacant} vacant, {call.seconds:.1f} s",
        )
        for sentence in call.told:
            say(wanted, f"    {sentence}")
    return _sum(done) | {"broken": broken}


def _call(
    problem: Problem, roster: Roster, who: tuple[str, int, int], wanted: argparse.Namespace, way: Way
) -> tuple[Call, list[str]]:
    person, first, last = who
    days = {one.id: one.day for one in problem.shifts}
    ill = absent(problem, person, first, last)
    lost = sum(1 for shift, one in roster.assigned.items() if one == person and first <= days[shift] <= last)
    began = time.monotonic()
    mended = resolve(
        ill,
        roster,
        now=Now(first),
        seconds=wanted.call_seconds,
        way=way,
    )
    seconds = time.monotonic() - began
    judged = judge(ill, mended.roster)
    broken = [f"call {person} {first}: {one.rule} {one.person} {one.where}" for one in judged.broken]
    changes = changes_of(roster, mended.roster)
    proven = all(name in mended.tiers and mended.tiers[name].proven for name in (VACANCIES, CHANGES))
    told: list[str] = []
    if mended.vacancies:
        began = time.monotonic()
        way_out = explain(ill, roster, now=Now(first), seconds=wanted.call_seconds, way=way)
        took = time.monotonic() - began
        told = [sentences.of_vacancy(ill, one) for one in mended.vacancies]
        if way_out is not None:
            sentence = sentences.of_explanation(ill, way_out.relaxations, way_out.result.diff, way_out.vacant)
            marks = f"proven {way_out.proven}, checked {way_out.checked}, confirmed {way_out.confirmed}"
            told.append(f"{sentence} ({took:.1f} s, {marks})")
    call = Call(
        person, first, last, lost, mended.first_after, seconds, len(judged.vacant), changes, proven, told
    )
    return call, broken


def _sum(done: Sequence[Call]) -> dict[str, Any]:
    first = [one.first_after for one in done if one.first_after is not None]
    return {
        "calls": len(done),
        "without_vacancy": sum(1 for one in done if not one.vacant),
        "first_answer_median": round(statistics.median(first), 3) if first else None,
        "first_answer_longest": round(max(first), 3) if first else None,
        "proven_fewest": sum(1 for one in done if one.proven),
        "seconds_median": round(statistics.median(one.seconds for one in done), 2),
        "seconds_longest": round(max(one.seconds for one in done), 2),
        "lost_median": statistics.median(one.lost for one in done),
        "changes_median": statistics.median(one.changes for one in done),
        "changes_most": max(one.changes for one in done),
        "impossible": [
            f"{one.person} days {one.first_day}-{one.last_day}: " + "; ".join(one.told)
            for one in done
            if one.vacant
        ],
    }


def survive(problem: Problem, roster: Roster, wanted: argparse.Namespace, way: Way) -> dict[str, Any]:
    """Try every single absence."""
    began = time.monotonic()
    found = surviving(problem, roster, way=way)
    return {
        "tried": found.tried,
        "share": round(found.share, 4),
        "seconds": round(time.monotonic() - began, 1),
        "exceptions": [
            f"{one.person} on day {one.day}: "
            + "; ".join(sentences.of_vacancy(problem, vacancy) for vacancy in one.vacancies)
            for one in found.fragile
        ],
    }
