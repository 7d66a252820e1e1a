"""Compare two versions of a month: who moved where, and what each costs tier by tier, counted again."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.kernel import clock
from yichuang.kernel.access.doors import caller, door
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard, PersonCard, WindowCard
from yichuang.posts.labels import COST_TERMS, DAY_SESSIONS
from yichuang.posts.selectors import post_windows
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_problem import assigned_of
from yichuang.posts.selectors.roster_version import Version, differing, published_of, version_of
from yichuang.posts.services.rosters import may_make
from yichuang.posts.types import RosterCard, RosterCell
from yichuang.rostering.types import Problem
from yichuang.screens.kit.forms import optional_id
from yichuang.screens.rosters.picture import Day
from yichuang.screens.rosters.prices import signed
from yichuang.screens.rosters.views import PLANNERS, address


@dataclass(frozen=True, slots=True)
class Tier:
    """One count of both versions, drawn as two bars of one scale; ``term`` is a part of the last tier."""

    label: str | Promise
    term: bool
    old: int
    new: int
    difference: str
    better: bool
    worse: bool
    old_width: float
    new_width: float


@dataclass(frozen=True, slots=True)
class Square:
    """A window's day in both versions; surnames where another is A, and the whole in words."""

    moved: bool
    only_b: bool
    vacant: bool
    filled: bool
    before: str
    after: str
    told: str


@dataclass(frozen=True, slots=True)
class Line:
    """A window in whose month something changed."""

    window: WindowCard
    squares: tuple[Square | None, ...]


@dataclass(frozen=True, slots=True)
class Mover:
    """Somebody whose shifts changed: as A those gone and those that came, as B how many of each."""

    person: PersonCard
    gone: tuple[str, ...]
    came: tuple[str, ...]
    b_gone: int
    b_came: int


@dataclass(frozen=True, slots=True)
class ComparePicture:
    """Two versions of a department's month."""

    month: date
    department: DepartmentCard | None
    old: RosterCard
    new: RosterCard
    others: tuple[RosterCard, ...]
    said: str
    tiers: tuple[Tier, ...]
    days: tuple[Day, ...]
    lines: tuple[Line, ...]
    movers: tuple[Mover, ...]


@never_cache
@require_safe
@door("rosters.compare", rule=PLANNERS, label=gettext_lazy("Compare versions of a roster"))
def page(request: HttpRequest, roster: UUID) -> HttpResponse:
    """Show a version beside another of its month: the one that was asked for, else the one before."""
    by = caller(request).actor
    assert by is not None  # the door let a person of a hall in
    new = rosters.roster(by.hall_id, roster)
    may_make(by, new.department_id, clock.now())
    every = rosters.rosters(by.hall_id, new.department_id, new.month)
    others = tuple(one for one in every if one.id != new.id)
    asked = optional_id(request.GET.get("with"))
    old = next((one for one in others if asked in (None, one.id)), None)
    if old is None:
        raise Http404
    picture = _Comparing(old, new).picture(others)
    return render(request, "rosters/compare.html", {"picture": picture, "back": address(new)})


class _Comparing:
    def __init__(self, old: RosterCard, new: RosterCard) -> None:
        self.old, self.new = old, new
        hall_id = new.hall_id
        self.people = {one.id: one for one in organization.people(hall_id, include_left=True)}
        windows = {one.id: one for one in organization.windows(hall_id)}
        self.at_window = {post: windows[one] for post, one in post_windows(hall_id).items() if one in windows}
        self.pairs = differing(old, new)
        dates = sorted({one.day for one in (*old.cells, *new.cells)})
        free = organization.free_among(hall_id, dates)
        self.days = tuple(Day(day, day in free, str(day.isoweekday())) for day in dates)

    def picture(self, others: tuple[RosterCard, ...]) -> ComparePicture:
        departments = {one.id: one for one in organization.departments(self.new.hall_id)}
        movers = self.movers()
        return ComparePicture(
            month=self.new.month,
            department=departments.get(self.new.department_id) if self.new.department_id else None,
            old=self.old,
            new=self.new,
            others=others,
            said=self.said(len(movers)),
            tiers=self.tiers(),
            days=self.days,
            lines=self.lines(),
            movers=movers,
        )

    def said(self, people: int) -> str:
        if not self.pairs:
            return _("Nothing is different.")
        moved = sum(1 for old, new in self.pairs if _a(old) != _a(new))
        only_b = len(self.pairs) - moved
        said = ngettext("%(n)s session has another A", "%(n)s sessions have another A", moved) % {"n": moved}
        told = ngettext("%(n)s person is touched", "%(n)s people are touched", people) % {"n": people}
        whole = _("%(moved)s; %(told)s.") % {"moved": said, "told": told}
        if not only_b:
            return whole
        besides = ngettext("%(n)s session has only another B.", "%(n)s sessions have only another B.", only_b)
        return f"{whole} {besides % {'n': only_b}}"

    def tiers(self) -> tuple[Tier, ...]:
        new = version_of(self.new)
        old = Version(new.problem, assigned_of(self.old.cells))
        published = published_of(self.new)
        (old_away, old_broken), (new_away, new_broken) = _broken(old), _broken(new)
        found = [
            _tier(_("Vacant sessions"), len(old.judged.vacant), len(new.judged.vacant)),
            _tier(_("Rules broken"), old_broken, new_broken),
        ]
        if old_away or new_away:
            found.append(_tier(_("Sessions whose A is on leave"), old_away, new_away))
        if new.problem.demands:
            found.append(_tier(self.short_label(new.problem), old.judged.short, new.judged.short))
        if published:
            found.append(
                _tier(_("Changes against what is published"), old.changes(published), new.changes(published))
            )
        found.append(_tier(_("Wishes and fairness"), old.judged.cost, new.judged.cost))
        for term, label in COST_TERMS.items():
            costs = (old.judged.terms.get(term, 0), new.judged.terms.get(term, 0))
            if any(costs):
                most = max(old.judged.cost, new.judged.cost)
                found.append(_tier(label, *costs, most=most, term=True))
        return tuple(found)

    def short_label(self, problem: Problem) -> str:
        """Return what is counted where windows are short; an important one weighs more than one."""
        if all(one.worth == 1 for one in problem.demands):
            return _("Windows short of the need")
        return _("Windows short of the need, important ones weighed")

    def lines(self) -> tuple[Line, ...]:
        by_place: dict[tuple[UUID, date], list[tuple[RosterCell | None, RosterCell | None]]]
        by_place = defaultdict(list)
        for old, new in self.pairs:
            cell = new or old
            assert cell is not None  # of a pair one is there
            by_place[cell.post_id, cell.day].append((old, new))
        open_on = {(one.post_id, one.day) for one in (*self.old.cells, *self.new.cells)}
        posts = sorted(
            {post for post, _day in by_place if post in self.at_window},
            key=lambda one: self.at_window[one].number,
        )
        return tuple(
            Line(
                self.at_window[post],
                tuple(
                    self._square(by_place.get((post, one.day), [])) if (post, one.day) in open_on else None
                    for one in self.days
                ),
            )
            for post in posts
        )

    def _square(self, pairs: list[tuple[RosterCell | None, RosterCell | None]]) -> Square:
        moved = [(old, new) for old, new in pairs if _a(old) != _a(new)]
        told = "; ".join(self._told(old, new) for old, new in pairs)
        return Square(
            moved=bool(moved),
            only_b=bool(pairs) and not moved,
            vacant=any(_a(new) is None for _old, new in moved),
            filled=bool(moved) and all(_a(old) is None for old, _new in moved),
            before=self._name(_a(moved[0][0]))[:1] if moved else "",
            after=self._name(_a(moved[0][1]))[:1] if moved else "",
            told=told,
        )

    def _told(self, old: RosterCell | None, new: RosterCell | None) -> str:
        cell = new or old
        assert cell is not None
        return _("%(session)s: A %(a)s → %(new_a)s, B %(b)s → %(new_b)s") % {
            "session": DAY_SESSIONS[cell.session],
            "a": self._name(_a(old)),
            "new_a": self._name(_a(new)),
            "b": self._name(old.b_id if old else None),
            "new_b": self._name(new.b_id if new else None),
        }

    def _name(self, person_id: UUID | None) -> str:
        return self.people[person_id].display_name if person_id in self.people else "–"

    def movers(self) -> tuple[Mover, ...]:
        gone: dict[UUID | None, list[str]] = defaultdict(list)
        came: dict[UUID | None, list[str]] = defaultdict(list)
        b_gone: Counter[UUID | None] = Counter()
        b_came: Counter[UUID | None] = Counter()
        for old, new in self.pairs:
            told = self._where(old, new)
            if _a(old) != _a(new):
                gone[_a(old)].append(told)
                came[_a(new)].append(told)
            if _b(old) != _b(new):
                b_gone[_b(old)] += 1
                b_came[_b(new)] += 1
        touched = {*gone, *came, *b_gone, *b_came}
        return tuple(
            Mover(person, tuple(gone[who]), tuple(came[who]), b_gone[who], b_came[who])
            for who, person in sorted(self.people.items(), key=lambda pair: pair[1].worker_number)
            if who in touched
        )

    def _where(self, old: RosterCell | None, new: RosterCell | None) -> str:
        cell = new or old
        assert cell is not None  # of a pair one is there
        window = self.at_window.get(cell.post_id)
        return _("%(day)s %(session)s, window %(number)s") % {
            "day": f"{cell.day:%m-%d}",
            "session": DAY_SESSIONS[cell.session],
            "number": window.number if window else "–",
        }


def _a(cell: RosterCell | None) -> UUID | None:
    return cell.a_id if cell else None


def _b(cell: RosterCell | None) -> UUID | None:
    return cell.b_id if cell else None


def _broken(version: Version) -> tuple[int, int]:
    """Return how many sessions have an A who is on leave then, and how many rules are broken otherwise."""
    away = sum(one.rule == "absent" for one in version.judged.broken)
    return away, len(version.judged.broken) - away


def _tier(label: str | Promise, old: int, new: int, *, most: int = 0, term: bool = False) -> Tier:
    scale = max(most, old, new, 1)
    return Tier(
        label=label,
        term=term,
        old=old,
        new=new,
        difference=signed(new - old),
        better=new < old,
        worse=new > old,
        old_width=round(100 * old / scale, 1),
        new_width=round(100 * new / scale, 1),
    )
