"""Opening a hall to the public: head, hours, windows with something to serve, a complete team."""

from __future__ import annotations

import pytest

from tests.halls import at, found_hall
from yichuang.kernel.claims import proves
from yichuang.kernel.types import Key
from yichuang.organization import selectors, services
from yichuang.organization.errors import (
    AlreadyActive,
    HallWithoutHead,
    HallWithoutHours,
    HallWithoutWindows,
    HasLeft,
    HeadNeedsSuccessor,
    WindowServesNothing,
)
from yichuang.organization.models import Headship
from yichuang.organization.types import WINDOWS_SERVING_NOTHING, PersonKind

pytestmark = pytest.mark.django_db


@proves("ORG-02")
def test_a_hall_with_a_head_is_opened_and_its_journal_names_the_head():
    hall = found_hall()

    opened = hall.open()

    assert opened.hall.active and opened.hall.head_id == hall.people["0101"]
    assert all(window.active for window in selectors.windows(hall.id))
    (told,) = hall.told("organization.hall_activated")
    assert hall.people["0101"].hex in told.body


@proves("ORG-02", refuses=True)
def test_a_hall_without_a_head_is_not_opened():
    hall = found_hall(head=False)

    with pytest.raises(HallWithoutHead) as refused:
        hall.open()

    assert refused.value.rule == "ORG-02" and "负责人" in str(refused.value)
    assert not selectors.hall(hall.id).active and not hall.told("organization.hall_activated")


@proves("ORG-02", refuses=True)
def test_the_head_does_not_leave_without_a_successor():
    hall = found_hall()
    hall.open()
    he_lin = hall.people["0101"]

    for nobody in (None, he_lin):
        with pytest.raises(HeadNeedsSuccessor):
            services.person_leaves(person_id=he_lin, successor_id=nobody, by=hall.by, at=at("17:30"))

    assert selectors.hall(hall.id).head_id == he_lin and selectors.person(hall.id, he_lin).active


@proves("ORG-02")
@pytest.mark.parametrize("acting", [True, False])
def test_the_head_leaves_when_somebody_takes_over_for_good_or_acting(acting):
    hall = found_hall()
    hall.open()
    he_lin, zhang = hall.people["0101"], hall.people["0301"]

    services.person_leaves(person_id=he_lin, successor_id=zhang, acting=acting, by=hall.by, at=at("17:30"))

    assert selectors.hall(hall.id).head_id == zhang
    assert Headship.objects.get(hall_id=hall.id, active_until__isnull=True).acting is acting
    assert not selectors.person(hall.id, he_lin).active
    assert len(hall.told("organization.head_appointed")) == 2


def test_whoever_has_left_neither_heads_the_hall_nor_leaves_again():
    hall = found_hall()
    zhao = hall.people["0304"]
    services.person_leaves(person_id=zhao, by=hall.by, at=at("17:30"))

    for act in (
        lambda: services.appoint_head(person_id=zhao, by=hall.by, at=at("17:31")),
        lambda: services.person_leaves(person_id=zhao, by=hall.by, at=at("17:31")),
        lambda: services.person_leaves(
            person_id=hall.people["0101"], successor_id=zhao, by=hall.by, at=at("17:31")
        ),
    ):
        with pytest.raises(HasLeft):
            act()


@proves("ORG-07")
def test_a_hall_without_a_consultant_is_opened_with_a_warning_that_names_the_kind():
    hall = found_hall()
    services.person_leaves(person_id=hall.people["0305"], by=hall.by, at=at("07:00"))

    opened = hall.open()

    assert opened.establishment.missing_kinds == (PersonKind.CONSULTING,)
    assert '"missing_kinds":["consulting"]' in hall.told("organization.hall_activated")[0].body
    services.add_person(
        worker_number="0306", name="周颖", kind=PersonKind.CONSULTING, by=hall.by, at=at("07:05")
    )
    assert selectors.establishment(hall.id).missing_kinds == ()


@proves("ORG-07")
def test_a_person_without_a_kind_is_listed_until_it_is_settled():
    hall = found_hall()
    card = services.add_person(worker_number="0306", name="周颖", by=hall.by, at=at("07:00"))

    listed = selectors.establishment(hall.id).without_kind
    services.set_person_kind(person_id=card.id, kind=PersonKind.SERVICE, by=hall.by, at=at("07:01"))

    assert [one.worker_number for one in listed] == ["0306"]
    assert selectors.establishment(hall.id).without_kind == ()


def test_a_hall_without_hours_or_windows_is_not_opened():
    without_hours, without_windows = found_hall("AYRS"), found_hall("HBRS", windows=0)
    services.set_sessions(sessions=[], by=without_hours.by, at=at("07:00"))

    with pytest.raises(HallWithoutHours):
        without_hours.open()
    with pytest.raises(HallWithoutWindows):
        without_windows.open()


def test_a_window_that_serves_nothing_keeps_the_hall_closed():
    hall = found_hall()
    idle = frozenset({hall.windows[2], hall.windows[3]})

    with (
        WINDOWS_SERVING_NOTHING.answered(lambda hall_id, windows: idle),
        pytest.raises(WindowServesNothing) as refused,
    ):
        services.activate_hall(by=hall.by, at=at("07:00"))

    assert str(refused.value).startswith("2, 3 号窗口") and refused.value.rule == "ORG-03"
    assert not selectors.hall(hall.id).active


def test_a_window_added_later_waits_until_it_is_put_into_service():
    hall = found_hall()
    hall.open()
    added = services.add_window(number=9, zone_id=hall.zone, by=hall.by, at=at("12:00"))

    with (
        WINDOWS_SERVING_NOTHING.answered(lambda hall_id, windows: frozenset(windows)),
        pytest.raises(WindowServesNothing),
    ):
        services.activate_window(window_id=added.id, by=hall.by, at=at("12:01"))
    still = selectors.window(hall.id, added.id).active
    with WINDOWS_SERVING_NOTHING.answered(lambda hall_id, windows: frozenset()):
        card = services.activate_window(window_id=added.id, by=hall.by, at=at("12:02"))

    assert not still and card.active


def test_an_open_hall_is_not_opened_again_unless_the_same_act_is_sent_twice():
    hall, key = found_hall(), Key("open-the-hall-1", "a" * 64)
    with WINDOWS_SERVING_NOTHING.answered(lambda hall_id, windows: frozenset()):
        first = services.activate_hall(by=hall.by, at=at("07:00"), key=key)

    assert services.activate_hall(by=hall.by, at=at("07:01"), key=key).hall == first.hall
    with pytest.raises(AlreadyActive):
        hall.open()
