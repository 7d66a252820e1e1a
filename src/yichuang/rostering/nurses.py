"""The public instances of Curtois & Qu (schedulingbenchmarks.org): what they are, read from their text.

They are another problem than a hall's month (kinds of shifts with a demand instead of posts) and are here so
that the engine can be measured on what others have solved too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yichuang.rostering.reading import Unreadable

SECTIONS = (
    "HORIZON",
    "SHIFTS",
    "STAFF",
    "DAYS_OFF",
    "SHIFT_ON_REQUESTS",
    "SHIFT_OFF_REQUESTS",
    "COVER",
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of shift: its minutes, and the kinds that may not be on the day after it."""

    id: str
    minutes: int
    not_before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nurse:
    """A person with their contract; the least runs do not bind at the two ends of the horizon."""

    id: str
    most_of: Mapping[str, int]
    most_minutes: int
    least_minutes: int
    most_run: int
    least_run: int
    least_off: int
    most_weekends: int
    off: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Request:
    """A kind of shift on a day that somebody wants, or does not want; not met, it costs ``weight``."""

    nurse: str
    day: int
    kind: str
    weight: int
    wanted: bool


@dataclass(frozen=True, slots=True)
class Demand:
    """How many should have a kind of shift on a day, and what each one missing or too many costs."""

    day: int
    kind: str
    number: int
    under: int
    over: int


@dataclass(frozen=True)
class Ward:
    """An instance; day 0 is a Monday."""

    days: int
    kinds: tuple[Kind, ...]
    nurses: tuple[Nurse, ...]
    requests: tuple[Request, ...]
    demands: tuple[Demand, ...]

    @property
    def weekends(self) -> list[tuple[int, int]]:
        """Return Saturday and Sunday of every weekend."""
        return [(day, day + 1) for day in range(5, self.days, 7)]


# (nurse, day) → kind; a day that is missing is off
Plan = Mapping[tuple[str, int], str]


def ward_of(text: str) -> Ward:
    """Return the instance a text describes.

    Raises:
        Unreadable: a section is missing or a line is not of its form.
    """
    parts = _sections(text)
    missing = [one for one in SECTIONS if one not in parts]
    if missing:
        raise Unreadable(f"no instance: {', '.join(missing)} missing")
    try:
        return _ward(parts)
    except (IndexError, KeyError, ValueError) as wrong:
        raise Unreadable(f"no instance: {type(wrong).__name__} {wrong}") from wrong


def _sections(text: str) -> dict[str, list[list[str]]]:
    parts: dict[str, list[list[str]]] = {}
    name = ""
    for raw in text.splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("SECTION_"):
            name = line.removeprefix("SECTION_")
            parts[name] = []
        elif name:
            parts[name].append([one.strip() for one in line.split(",")])
    return parts


def _ward(parts: Mapping[str, list[list[str]]]) -> Ward:
    off = {row[0]: frozenset(int(one) for one in row[1:]) for row in parts["DAYS_OFF"]}
    return Ward(
        days=int(parts["HORIZON"][0][0]),
        kinds=tuple(
            Kind(row[0], int(row[1]), tuple(one for one in row[2].split("|") if one))
            for row in parts["SHIFTS"]
        ),
        nurses=tuple(_nurse(row, off.get(row[0], frozenset())) for row in parts["STAFF"]),
        requests=tuple(_requests(parts)),
        demands=tuple(
            Demand(int(row[0]), row[1], int(row[2]), int(row[3]), int(row[4])) for row in parts["COVER"]
        ),
    )


def _nurse(row: list[str], off: frozenset[int]) -> Nurse:
    pairs = (one.split("=") for one in row[1].split("|"))
    numbers = [int(one) for one in row[2:8]]
    return Nurse(
        id=row[0],
        most_of={kind: int(most) for kind, most in pairs},
        most_minutes=numbers[0],
        least_minutes=numbers[1],
        most_run=numbers[2],
        least_run=numbers[3],
        least_off=numbers[4],
        most_weekends=numbers[5],
        off=off,
    )


def _requests(parts: Mapping[str, list[list[str]]]) -> Iterator[Request]:
    for section, wanted in (("SHIFT_ON_REQUESTS", True), ("SHIFT_OFF_REQUESTS", False)):
        for row in parts[section]:
            yield Request(row[0], int(row[1]), row[2], int(row[3]), wanted)


@dataclass(frozen=True)
class JudgedPlan:
    """What a plan is worth: every rule broken, and the cost by its terms."""

    broken: tuple[str, ...]
    terms: Mapping[str, int]

    @property
    def cost(self) -> int:
        """Return the objective as the instances define it."""
        return sum(self.terms.values())


def judge_plan(ward: Ward, plan: Plan) -> JudgedPlan:
    """Count everything again: the rules of every nurse, then requests and demand."""
    broken: list[str] = []
    for nurse in ward.nurses:
        row = [plan.get((nurse.id, day)) for day in range(ward.days)]
        broken += [f"{nurse.id}: {what}" for what in _broken(ward, nurse, row)]
    on = off = under = over = 0
    for request in ward.requests:
        has = plan.get((request.nurse, request.day)) == request.kind
        on += request.weight if request.wanted and not has else 0
        off += request.weight if not request.wanted and has else 0
    for demand in ward.demands:
        there = sum(1 for nurse in ward.nurses if plan.get((nurse.id, demand.day)) == demand.kind)
        under += demand.under * max(0, demand.number - there)
        over += demand.over * max(0, there - demand.number)
    return JudgedPlan(tuple(broken), {"on": on, "off": off, "under": under, "over": over})


def _broken(ward: Ward, nurse: Nurse, row: list[str | None]) -> Iterator[str]:
    kinds = {one.id: one for one in ward.kinds}
    minutes = sum(kinds[one].minutes for one in row if one)
    if not nurse.least_minutes <= minutes <= nurse.most_minutes:
        yield f"{minutes} minutes"
    for kind in kinds:
        if row.count(kind) > nurse.most_of.get(kind, 0):
            yield f"too many {kind}"
    for day, has in enumerate(row):
        if has and day in nurse.off:
            yield f"works on day {day} off"
        if has and day + 1 < len(row) and row[day + 1] in kinds[has].not_before:
            yield f"{has} before {row[day + 1]} on day {day}"
    worked = sum(
        1 for saturday, sunday in ward.weekends if row[saturday] or (sunday < len(row) and row[sunday])
    )
    if worked > nurse.most_weekends:
        yield f"{worked} weekends"
    for first, last, working in _runs(row):
        inside = first > 0 and last < len(row) - 1
        length = last - first + 1
        if working and length > nurse.most_run:
            yield f"{length} days in a row until day {last}"
        if inside and length < (nurse.least_run if working else nurse.least_off):
            yield f"only {length} {'on' if working else 'off'} from day {first}"


def _runs(row: list[str | None]) -> Iterator[tuple[int, int, bool]]:
    first = 0
    for day in range(1, len(row) + 1):
        if day == len(row) or bool(row[day]) != bool(row[first]):
            yield first, day - 1, bool(row[first])
            first = day
