"""What the journal tells of shifts, leaves, covers and sign-ons is what the tables say."""

from __future__ import annotations

import pytest

from tests.halls import at
from tests.posts.planned import OFFICE, TUESDAY, WEDNESDAY, planned_hall
from tests.posts.staffed import LI, ZHANG
from yichuang.kernel.journal.verify import verify
from yichuang.posts import services
from yichuang.posts.models import Cover, Leave, Shift, SignOn

pytestmark = pytest.mark.django_db


def told_again(plan):
    report = verify(plan.hall.id, tables=True)
    assert {"posts.shift", "posts.leave", "posts.cover", "posts.sign_on"} <= set(report.tables)
    return report


def test_a_leave_and_its_cover_are_told_again_from_the_journal():
    plan = planned_hall()
    plan.sign_on(ZHANG, 1, "08:00")
    services.sign_off(by=plan.hall.person(ZHANG), at=at("17:00"))
    leave = plan.on_leave()
    services.tell_covers(at=at("08:00", WEDNESDAY))
    plan.sign_on(LI, 1, "08:01", WEDNESDAY)
    services.return_early(leave_id=leave.id, by=plan.hall.person(ZHANG), at=at("10:00", WEDNESDAY))
    ill = plan.fall_ill("0303", "08:00", TUESDAY)
    services.refuse_leave(leave_id=ill.id, by=plan.hall.person(OFFICE), at=at("09:00", TUESDAY))

    assert told_again(plan).ok


@pytest.mark.parametrize(
    ("model", "change", "table", "column"),
    [
        (Shift, {"b_id": None}, "posts_shift", "a_id, b_id"),
        (Leave, {"decided_at": at("09:00")}, "posts_leave", "decided_at"),
        (Cover, {"ends": at("17:01", WEDNESDAY)}, "posts_cover", "ends"),
        (SignOn, {"started_at": at("08:00")}, "posts_sign_on", "started_at"),
    ],
)
def test_a_changed_row_is_named(model, change, table, column):
    plan = planned_hall()
    plan.on_leave()
    plan.sign_on(LI, 1, "08:01", WEDNESDAY)
    if model is Shift:
        change = {"b_id": plan.hall.people["0305"]}
        model.objects.filter(id=Shift.objects.filter(post_id=plan.posts[1]).first().id).update(**change)
    else:
        model.objects.update(**change)

    report = told_again(plan)

    assert not report.ok
    (found,) = [one for hall in report.halls for one in hall.differences]
    assert (found.table, found.column) == (table, column)
