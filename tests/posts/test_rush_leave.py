"""Two people at once: each is right alone, and together they would leave a post without both."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from tests.halls import at
from tests.posts.planned import CHEN, OFFICE, TUESDAY, WEDNESDAY, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.kernel.types import Key
from yichuang.posts import selectors, services
from yichuang.posts.errors import CoversThen, CoverUnfit, LeaveOverlaps
from yichuang.posts.models import Cover, Leave
from yichuang.posts.types import LeaveKind, StandInReason

pytestmark = pytest.mark.django_db(transaction=True)
KEY = Key("0123456789abcdef", "a" * 64)


def together(*acts):
    """Run the acts at the same moment, each on its own connection; return what each gave or was refused."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(5)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@proves("AB-10", refuses=True)
def test_a_and_b_approved_at_once_are_not_both_away():
    plan = planned_hall()
    leave, other = plan.ask(), plan.ask(LI)
    plan.sign(leave)

    given = together(
        lambda: plan.approve(leave, OFFICE),
        lambda: plan.approve(other, OFFICE),
    )

    refused = [one for one in given if isinstance(one, Refusal)]
    assert len(refused) == 1 and isinstance(refused[0], CoverUnfit | CoversThen)


@proves("AB-10", refuses=True)
def test_nobody_stands_in_at_two_windows_by_pressing_at_both_at_once():
    plan = planned_hall()

    given = together(
        *(
            lambda window=window: services.stand_in(
                window_id=plan.hall.windows[window], reason=StandInReason.NOT_COME,
                by=plan.hall.person(CHEN), at=at("08:06"),
            )
            for window in (2, 3)
        )
    )  # fmt: skip

    assert [type(one) for one in given if isinstance(one, Refusal)] == [CoverUnfit]
    assert Cover.objects.filter(b_id=plan.hall.people[CHEN]).count() == 1


def test_leave_asked_for_twice_at_once_is_one_leave():
    plan = planned_hall()

    given = together(lambda: plan.ask(), lambda: plan.ask(ends=at("12:00", WEDNESDAY)))

    assert [type(one) for one in given if isinstance(one, Refusal)] == [LeaveOverlaps]
    assert Leave.objects.count() == 1


def test_a_form_that_arrives_twice_at_once_is_done_once():
    plan = planned_hall()

    def ask():
        return services.request_leave(
            kind=LeaveKind.SICK, begins=at("08:00", WEDNESDAY), ends=at("17:00", WEDNESDAY),
            by=plan.hall.person(ZHANG), at=at("09:00"), key=KEY,
        )  # fmt: skip

    given = together(ask, ask, ask)

    assert len({one.id for one in given}) == 1
    assert Leave.objects.count() == 1 and Cover.objects.count() == 1
    assert len(plan.hall.told("posts.leave_requested")) == 1


def test_a_who_comes_and_b_who_stands_in_at_once_are_not_both_at_the_post():
    plan = planned_hall()

    together(
        lambda: plan.sign_on(ZHANG, 1, "08:06"),
        lambda: plan.stand_in(LI, 1, "08:06"),
    )

    there = selectors.sign_on_at(plan.hall.id, plan.hall.windows[1])
    running = selectors.covers_now(plan.hall.id, at("08:06"), post_id=plan.posts[1])
    assert there is not None and there.person_id == plan.hall.people[ZHANG]
    assert not running, "A is there, so nobody holds A's rights"


def test_everybody_asks_at_once_and_nobody_waits_for_ever():
    plan = planned_hall()

    given = together(
        *(lambda number=number: plan.ask(number) for number in (ZHANG, WANG, ZHAO)),
        lambda: plan.fall_ill(CHEN, "09:00", TUESDAY),
        lambda: services.tell_covers(at=at("09:00", TUESDAY)),
    )

    assert not [one for one in given if isinstance(one, Exception)]


def test_two_who_begin_a_month_at_once_begin_two_versions():
    plan = planned_hall()

    given = together(
        *(
            lambda: services.draft_roster(
                department_id=None, month=date(2026, 4, 1), by=plan.hall.person(OFFICE), at=at("09:00")
            )
            for _each in range(2)
        )
    )

    assert sorted(one.version for one in given) == [1, 2]


@proves("ROT-04", refuses=True)
def test_of_two_versions_published_at_once_the_older_does_not_come_last():
    plan = planned_hall()
    by = plan.hall.person(OFFICE)
    cards = [
        services.draft_roster(department_id=None, month=date(2026, 4, 1), by=by, at=at("09:00"))
        for _each in range(2)
    ]
    for card in cards:
        services.file_roster(roster_id=card.id, by=by, at=at("09:05"))

    given = together(
        *(
            lambda card=card: services.publish_roster(roster_id=card.id, by=by, at=at("09:10"))
            for card in cards
        )
    )

    published = plan.hall.told("posts.roster_published")
    assert '"roster_version":2' in published[-1].body
    assert len(published) == sum(not isinstance(one, Refusal) for one in given)
