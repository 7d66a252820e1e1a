"""A case as one would keep it on paper: where it stands, which clocks run, who may do what with it.

It knows the stated rules and nothing of the code that keeps them.  Asked whether somebody may do an act now,
it names every rule that stands against it; the house has to refuse by one of those, and only then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from tests.cases.model_beside import Beside, settled_first
from tests.cases.model_money import Purse, owed_at_handover
from yichuang.cases import refusals as no
from yichuang.catalogue.types import ItemCard, Stage
from yichuang.deadlines.refusals import ExtensionTooLate
from yichuang.deadlines.types import Unit
from yichuang.kernel.access.types import Role
from yichuang.kernel.errors import Refusal
from yichuang.kernel.types import Actor
from yichuang.posts.errors import OutsideMandate

#: Where each act leads from where; what stands in no line leads nowhere.
WAYS = {
    "check": {"submitted": "submitted"},
    "tell": {"submitted": "supplement"},
    "supplement": {"supplement": "submitted"},
    "accept": {"submitted": "accepted"},
    "not_accept": {"submitted": "not_accepted"},
    "keep": {state: state for state in ("accepted", "handling", "approval")},
    "begin": {"accepted": "handling"},
    "propose": {"handling": "approval"},
    "send_back": {"approval": "handling"},
    "decide": {"approval": "decided"},
    "settle": {"handling": "decided"},
    "opine": {"approval": "forwarded"},
    "hear_above": {"forwarded": "decided"},
    "prepare": {"decided": "ready"},
    "notify": {"ready": "notified"},
    "deliver": {"notified": "delivered"},
    "close": {"delivered": "closed"},
    "archive": {"closed": "archived"},
    "withdraw": dict.fromkeys(
        ("submitted", "supplement", "accepted", "handling", "approval", "forwarded"), "withdrawn"
    ),
    "correct": {state: state for state in ("ready", "notified", "delivered", "closed", "archived")},
    "again": {state: state for state in ("delivered", "closed", "archived")},
    "pause": {state: state for state in ("accepted", "handling", "approval", "forwarded")},
    "extend": {state: state for state in ("accepted", "handling", "approval", "forwarded")},
}
#: What an instant matter goes through while its applicant stands at the window.
AT_ONCE = ("accept", "begin", "settle", "prepare", "notify", "deliver", "close")
#: Acts that are no step of the case: whoever did nothing else has not worked on it.
NO_STEP = frozenset({"keep", "pause", "resume", "extend"})
#: Acts of any state: the rules say nothing of where a case stands.
ANYWHERE = frozenset({"explain", "resume"})
AT_ITS_WINDOW = frozenset(
    {"check", "tell", "supplement", "accept", "keep", "not_accept", "withdraw", "deliver", "again", "close"}
)
WORKERS = frozenset({Role.STF, Role.BST, Role.CHIEF, Role.SEC})
#: Who may do what is not done at the window, where it is not simply whoever works on the case.
ROLES = {
    "send_back": frozenset({Role.CHIEF, Role.SEC, Role.OFF, Role.UH}),
    "decide": frozenset({Role.CHIEF, Role.SEC, Role.UH}),
    "opine": frozenset({Role.CHIEF, Role.SEC, Role.UH}),
}
HOLIDAYS = {
    *(date(2026, 4, day) for day in (4, 5, 6)),
    *(date(2026, 5, day) for day in (1, 2, 3, 4, 5)),
    *(date(2026, 6, day) for day in (19, 20, 21)),
}
MADE_UP = {date(2026, 5, 9)}
EXTENSION = 5  # by how many working days the play asks for more
LAW = frozenset({"statutory", "promised"})
HELD = LAW | {"step", "first_opinion"}  # what a lawful pause holds
ENDED = HELD | {"notice", "supplement", "tolerance"}


@dataclass(frozen=True)
class Somebody:
    """A person of the play: where signed on, at home in which department, with which roles; or a citizen."""

    name: str
    by: Actor
    window: int | None = None
    home: UUID | None = None
    roles: frozenset[Role] = frozenset()
    hall: frozenset[Role] = frozenset()  # of these, what is held for the whole hall
    mandated: UUID | None = None  # the department in whose name they may decide

    def of(self, department: UUID | None) -> frozenset[Role]:
        """Return the roles held for this very department."""
        return self.roles if self.home == department else frozenset()


@dataclass(eq=False)
class Paper:
    """A case as the model knows it; clocks by the last part of their purpose."""

    id: UUID
    number: str
    item: ItemCard = field(repr=False)
    answers: dict[str, bool]
    department: UUID
    window: int
    state: str
    leads: str  # the name of its department
    came: int
    submitted: datetime
    came_at: datetime
    clocks: set[str] = field(default_factory=set)
    still: bool = False
    looked: int | None = None
    outcome: str = ""
    found: set[tuple[int, str]] = field(default_factory=set)
    told: set[tuple[int, str]] = field(default_factory=set)
    follows: set[int] = field(default_factory=set)
    owed: set[int] = field(default_factory=set)
    hands: dict[str, UUID | None] = field(default_factory=dict)
    decision: str = ""
    explained: bool = False
    late: bool = False
    counted_from: datetime | None = None
    untouched: bool = True
    reissued: bool = False  # issued anew after the first had gone out, and not handed over yet
    extended: int = 0
    beside: Beside = field(default_factory=Beside)
    purse: Purse = field(default_factory=Purse)

    @property
    def handler(self) -> UUID | None:
        """Return who works on it."""
        return self.hands.get("handler")

    @property
    def running(self) -> list[str]:
        """Return the purposes of all clocks that run or stand still, in order."""
        return sorted([*self.clocks, *self.beside.clocks])

    @property
    def limits(self) -> dict[Stage, bool]:
        """Return which stages have a limit of their own."""
        return {one.stage: True for one in self.item.steps if one.limit.budget is not None}


def stands_against(
    case: Paper,
    act: str,
    who: Somebody,
    *,
    lines: set[tuple[int, str]] = frozenset(),  # type: ignore[assignment]
    refuse: bool = False,
    position: int = 3,
    chief: Somebody,
) -> set[type[Refusal]]:
    """Return every rule that forbids the act now; empty where it may be done."""
    against: set[type[Refusal]] = set()
    if act not in ANYWHERE and case.state not in WAYS[act]:
        against.add(no.IllegalAct)
        if case.item.flags.confidential and who.by.id not in case.hands.values():
            against.add(no.UnknownCase)  # who may not know of it does not hear how it stands
    against |= _who(case, act, who)
    flags = case.item.flags
    match act:
        case "check":
            if case.looked is not None and case.told and _new(case, lines):
                against.add(no.NotTold)
        case "tell" | "accept":
            if case.looked is None or case.looked < case.came:
                against.add(no.NotChecked)
            elif act == "tell" and case.outcome != "incomplete":
                against.add(no.NothingMissing)
            elif act == "accept" and case.outcome == "incomplete":
                against.add(no.Incomplete)
        case "not_accept" if flags.uncertain_needs_query and not case.beside.answered:
            against.add(no.UncertainUnasked)
        case "keep" if position not in case.owed:
            against.add(no.NothingPromised)
        case "decide" | "settle" | "opine":
            against |= _final(case, act, who, refuse)
        case "hear_above" if case.beside.unsettled:
            against.add(no.QueriesOpen)
        case "deliver" if case.decision == "approved":
            against |= owed_at_handover(case.purse, case.item.code, case.answers)
        case "close":
            against |= {no.ReissueWaits} if case.reissued else set()
            against |= {no.LatenessUnexplained} if case.late and not case.explained else set()
        case "again" if not case.reissued:
            against.add(no.NothingReissued)
        case "pause":
            against |= to_be_held(case)
        case "resume" if not case.still:
            against.add(no.NothingPaused)
        case "extend":
            against |= _longer(case, who)
        case "correct" if who.by.id == chief.by.id:
            against.add(no.SecondPersonNeeded)  # it is the chief of the permits who approves it
        case "correct" if case.department != chief.mandated:
            against |= in_house(case, chief, ROLES["decide"])
    return against


def to_be_held(case: Paper) -> set[type[Refusal]]:
    """Return why no pause holds the case's time: it stands still already, or none runs."""
    if case.still:
        return {no.TimeStandsStill}
    return set() if case.clocks & HELD else {no.GroundUnfit}


def _longer(case: Paper, who: Somebody) -> set[type[Refusal]]:
    against = set[type[Refusal]]()
    rule = case.item.extension
    delegated = who.mandated == case.department and case.item.flags.at_level  # all at this level, no more
    if not delegated and rule.approver not in who.hall | who.of(case.department):
        against.add(OutsideMandate)
    if case.extended >= rule.times or rule.value < EXTENSION:
        against.add(no.NoExtension)
    if case.late:
        against.add(ExtensionTooLate)
    return against


def _final(case: Paper, act: str, who: Somebody, refuse: bool) -> set[type[Refusal]]:
    flags, against = case.item.flags, set[type[Refusal]]()
    if act == "settle":
        approved = any(one.stage is Stage.APPROVAL for one in case.item.steps)
        if approved or not flags.at_level or flags.separate_duties:
            against.add(no.NeedsApproval)
    else:
        if act == "decide" and not flags.at_level:
            against.add(no.DecidedAbove)
        if act == "opine" and flags.at_level:
            against.add(no.DecidedHere)
        if who.mandated != case.department:
            against.add(OutsideMandate)
        if (
            act == "decide"
            and flags.separate_duties
            and who.by.id in (case.handler, case.hands.get("proposed"))
        ):
            against.add(no.OwnWork)
    if case.owed:
        against.add(no.PromiseOpen)
    if refuse and act != "opine" and flags.uncertain_needs_query and not case.beside.answered:
        against.add(no.UncertainUnasked)
    return against | settled_first(case.beside, bool(asked_of(case)))


def asked_of(case: Paper) -> list[str]:
    """Return whom the item's version asks, by the catalogue's names, without the department that leads."""
    return [one for one in case.item.joint.departments if one != case.leads]


def _who(case: Paper, act: str, who: Somebody) -> set[type[Refusal]]:
    """Return what forbids it because of who asks: another window, another department, nobody of the house."""
    if act in AT_ITS_WINDOW:
        return whose_window(case, who)
    if act == "extend":
        return set()  # the mandate alone says who
    return in_house(case, who, ROLES.get(act, WORKERS))


def whose_window(case: Paper, who: Somebody) -> set[type[Refusal]]:
    """Return what forbids an act at the window because of where somebody stands."""
    if who.window is None:
        return {no.NotAtAWindow}
    unknown = case.item.flags.confidential and who.by.id not in case.hands.values()
    return {no.UnknownCase if unknown else no.OtherWindow} if who.window != case.window else set()


def in_house(case: Paper, who: Somebody, roles: frozenset[Role] = WORKERS) -> set[type[Refusal]]:
    """Return what forbids an act behind the windows because of who asks."""
    fits = bool(who.roles & roles) and who.home in (None, case.department)
    if not case.item.flags.confidential:
        return set() if fits else {no.OtherDepartment}
    heads = who.roles & {Role.CHIEF, Role.SEC} and who.home in (None, case.department)
    return set() if fits and (who.by.id in case.hands.values() or heads) else {no.UnknownCase}


def _new(case: Paper, lines: set[tuple[int, str]]) -> bool:
    """Say whether a look finds what could have been seen, and told, the first time."""
    missing = {position for position, fault in case.told if fault == "missing"}
    return any(one not in case.told and one[0] not in missing for one in lines)


def done(
    case: Paper, act: str, who: Somebody, *, lines: set[tuple[int, str]], refuse: bool, tick: int
) -> None:
    """Let an act that may be done happen to the case."""
    if act not in ANYWHERE:
        case.state = WAYS[act][case.state]
    if act not in NO_STEP:
        case.beside.worked = tick
    match act:
        case "check":
            case.looked, case.found = tick, lines
            case.outcome = "incomplete" if lines else "tolerable" if case.follows else "complete"
        case "tell":
            case.told |= case.found
            case.clocks = case.clocks - {"notice"} | {"supplement"}
        case "supplement":
            case.came = tick
            case.clocks = case.clocks - {"supplement"} | {"notice"}
        case "accept":
            case.hands["accepted"] = who.by.id
            accepted(case)
            case.owed = set(case.follows) if case.outcome == "tolerable" else set()
            case.clocks |= {"tolerance"} if case.owed else set()
        case "keep":  # an item here has one paper that may follow
            case.owed = set()
            case.clocks -= {"tolerance"}
        case "not_accept":
            case.clocks -= {"notice"}
        case "withdraw":
            case.clocks -= ENDED
            case.still = False
            case.beside.lapse()
        case "begin":
            case.hands["handler"] = who.by.id
            _step(case, Stage.HANDLING)
        case "propose":
            case.hands["proposed"] = who.by.id
            _step(case, Stage.APPROVAL)
        case "send_back":
            _step(case, Stage.HANDLING)
        case "opine":
            case.clocks -= {"step", "first_opinion"}
            case.still = case.still and bool(case.clocks & HELD)
        case "decide" | "settle" | "hear_above":
            case.hands["decided"] = who.by.id
            case.decision = "refused" if refuse else "approved"
            case.clocks = case.clocks - ENDED | {"delivery"}
            case.still = False
            case.beside.lapse()
        case "pause" | "resume":
            case.still, case.untouched = act == "pause", False
        case "extend":
            case.extended, case.untouched = case.extended + 1, False
        case _:
            _after(case, act)


def _after(case: Paper, act: str) -> None:
    """Let an act that comes after the decision happen."""
    began = {"prepare": {"result_notice"}, "close": {"archive"}}
    over = {"notify": {"result_notice"}, "deliver": {"delivery"}, "archive": {"archive"}}
    case.clocks = case.clocks - over.get(act, set()) | began.get(act, set())
    case.explained = case.explained or act == "explain"
    if act == "correct" and case.state in ("delivered", "closed", "archived"):
        case.reissued = True
    if act == "again":
        case.reissued = False


def _step(case: Paper, stage: Stage) -> None:
    case.clocks -= {"step"}
    if case.limits.get(stage):
        case.clocks |= {"step"}


def accepted(case: Paper) -> None:
    """Let the time of the law and of the promise begin."""
    case.clocks = case.clocks - {"notice"} | LAW
    if not case.item.flags.at_level:
        case.clocks |= {"first_opinion"}


def time_over(case: Paper, purpose: str) -> None:
    """Let what follows from a time that is over happen: deemed accepted, or counted as taken back."""
    flags = case.item.flags
    if purpose == "notice" and case.state == "submitted" and (flags.deemed_accepted or flags.file_first):
        case.state, case.counted_from = "accepted", case.came_at if flags.deemed_accepted else None
        accepted(case)
        case.beside.worked += 0.5
    lapses = {"supplement": {"supplement"}, "tolerance": {"accepted", "handling", "approval"}}
    if case.state in lapses.get(purpose, ()):
        case.state, case.still = "withdrawn", False
        case.clocks -= ENDED
        case.beside.lapse()


def working_days_later(day: date, number: int) -> date:
    """Return the ``number``-th working day after ``day``, by the State's calendar of spring 2026."""
    while number:
        day += timedelta(days=1)
        number -= (day.weekday() < 5 or day in MADE_UP) and day not in HOLIDAYS
    return day


def last_day(case: Paper, purpose: str, since: datetime) -> date | None:
    """Return the day a limit in working days ends with, None where the item counts otherwise."""
    limit = case.item.statutory_limit if purpose == "statutory" else case.item.promised_limit
    if limit.budget is None or limit.budget.unit is not Unit.WORKING_DAY:
        return None
    return working_days_later(since.date(), limit.budget.value)
