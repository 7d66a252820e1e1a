"""Badges: given out once, lost, replaced by a new version; nobody signs on with a lost one."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.halls import Hall, at
from tests.posts.staffed import ZHANG, sign_off, sign_on, staffed_hall
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Key
from yichuang.organization import services as organization
from yichuang.organization.errors import HasLeft, PersonUnknown
from yichuang.posts import selectors, services
from yichuang.posts.errors import BadgeLostAlready, BadgeNotReplaced, BadgeThere, NoBadge
from yichuang.posts.models import Badge
from yichuang.posts.types import BadgeCard, BadgeState

pytestmark = pytest.mark.django_db
KEY = Key("0123456789abcdef", "a" * 64)


def give(hall: Hall, number: str = ZHANG, clock: str = "07:30", key: Key | None = None) -> BadgeCard:
    return services.issue_badge(person_id=hall.people[number], by=hall.by, at=at(clock), key=key)


def lose(hall: Hall, number: str = ZHANG, clock: str = "08:10", key: Key | None = None) -> BadgeCard:
    return services.report_badge_lost(person_id=hall.people[number], by=hall.by, at=at(clock), key=key)


def replace(hall: Hall, number: str = ZHANG, clock: str = "08:20", key: Key | None = None) -> BadgeCard:
    return services.replace_badge(person_id=hall.people[number], by=hall.by, at=at(clock), key=key)


@proves("BDG-01")
def test_a_lost_badge_is_replaced_by_a_new_version_and_its_wearer_signs_on_again():
    hall = staffed_hall()
    give(hall)
    lose(hall)

    second = replace(hall)

    assert (second.version, second.state) == (2, BadgeState.WORN)
    assert selectors.badge_of(hall.id, hall.people[ZHANG]) == second
    kept = selectors.badges(hall.id)
    assert [(one.version, one.state) for one in kept] == [(2, BadgeState.WORN), (1, BadgeState.REPLACED)]
    assert (kept[1].issued_at, kept[1].lost_at, kept[1].replaced_at) == (
        at("07:30"),
        at("08:10"),
        at("08:20"),
    )
    assert {kept[0].issued_by, kept[1].issued_by, kept[1].lost_told_by} == {hall.by.id}
    assert sign_on(hall, ZHANG, 1, "08:30").person_id == hall.people[ZHANG]


@proves("BDG-01", refuses=True)
def test_whose_badge_is_lost_signs_on_at_no_window():
    hall = staffed_hall()
    give(hall)
    sign_on(hall, ZHANG, 1, "08:00")
    lose(hall)
    sign_off(hall, ZHANG, "08:12")

    with pytest.raises(BadgeNotReplaced) as refused:
        sign_on(hall, ZHANG, 1, "08:15")

    assert refused.value.rule == "BDG-01" and "0301-1" in str(refused.value)
    assert selectors.sign_on_of(hall.id, hall.people[ZHANG]) is None


def test_somebody_else_is_not_blocked_by_a_lost_badge_and_none_given_out_blocks_nobody():
    hall = staffed_hall()
    give(hall, "0302")
    lose(hall, "0302")

    assert sign_on(hall, ZHANG, 1).part == "A"


def test_a_worn_out_badge_is_replaced_without_a_loss():
    hall = staffed_hall()
    give(hall)

    second = replace(hall)

    assert second.version == 2
    assert selectors.badges(hall.id)[1].lost_at is None
    (told,) = Entry.objects.filter(name="posts.badge_replaced")
    assert '"was_lost":false' in told.body


def test_the_journal_tells_of_each_version_and_no_name():
    hall = staffed_hall()
    give(hall), lose(hall), replace(hall)

    told = Entry.objects.filter(name__startswith="posts.badge_").order_by("id")

    assert [one.name for one in told] == ["posts.badge_issued", "posts.badge_lost", "posts.badge_replaced"]
    assert {one.actor_id for one in told} == {hall.by.id}
    assert all(hall.people[ZHANG].hex in one.body.replace("-", "") for one in told)
    assert not any("0301" in one.body or "张" in one.body for one in told)


def test_what_was_not_given_out_is_neither_lost_nor_replaced():
    hall = staffed_hall()

    for act in (lose, replace):
        with pytest.raises(NoBadge):
            act(hall)


def test_a_badge_is_given_out_and_lost_once():
    hall = staffed_hall()
    give(hall)

    with pytest.raises(BadgeThere):
        give(hall)
    lose(hall)
    with pytest.raises(BadgeLostAlready):
        lose(hall)
    assert Badge.objects.count() == 1


def test_nobody_who_has_left_or_is_unknown_gets_a_badge():
    hall = staffed_hall()
    give(hall)
    organization.person_leaves(person_id=hall.people[ZHANG], by=hall.by, at=at("08:00"))

    with pytest.raises(HasLeft):
        replace(hall)
    with pytest.raises(PersonUnknown):
        services.issue_badge(person_id=uuid4(), by=hall.by, at=at("08:00"))


@pytest.mark.parametrize("act", [give, lose, replace])
def test_a_form_sent_twice_is_done_once(act):
    hall = staffed_hall()
    if act is not give:
        give(hall)

    first, again = act(hall, key=KEY), act(hall, key=KEY)

    assert first == again
    assert Entry.objects.filter(name__startswith="posts.badge_", actor_id=hall.by.id).count() == (
        1 if act is give else 2
    )


def test_the_tables_hold_one_badge_in_hand_a_person():
    hall = staffed_hall()
    card = give(hall)

    with pytest.raises(IntegrityError), transaction.atomic():
        Badge.objects.create(
            hall_id=hall.id, person_id=card.person_id, version=2, issued_by=hall.by.id, issued_at=at("09:00")
        )


def test_another_hall_keeps_its_own_register():
    hall, other = staffed_hall(), staffed_hall("BD")
    give(hall)

    assert selectors.badges(other.id) == []
    with pytest.raises(PersonUnknown):
        services.issue_badge(person_id=hall.people["0302"], by=other.by, at=at("08:00"))
