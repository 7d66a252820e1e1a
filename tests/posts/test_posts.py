"""Posts and who holds them, as A or B, from a day until a day."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest

from tests.halls import MONDAY, at, found_hall
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO, sign_on, staffed_hall
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.texts import TextMissing, TextTooLong
from yichuang.kernel.types import Key
from yichuang.organization import services as organization
from yichuang.organization.errors import HasLeft, PersonUnknown, WindowUnknown
from yichuang.posts import rules, selectors, services
from yichuang.posts.errors import (
    DaysUnfit,
    NoPostHere,
    PartTaken,
    PartUnknown,
    PostThere,
    PostUnknown,
    TooManyDuties,
)
from yichuang.posts.types import HolderCard, Part, WarningKind

TUESDAY, FRIDAY = date(2026, 3, 3), date(2026, 3, 6)
P, X, Y = UUID(int=1), UUID(int=2), UUID(int=3)


def held(person, part, first, until):
    return HolderCard(UUID(int=8), P, person, part, first, until)


@pytest.mark.parametrize(
    ("standing", "person", "part", "first", "until", "clash"),
    [
        ([], X, Part.A, MONDAY, None, False),
        ([held(X, Part.A, MONDAY, None)], Y, Part.A, TUESDAY, None, True),  # two A
        ([held(X, Part.A, MONDAY, None)], Y, Part.B, TUESDAY, None, False),
        ([held(X, Part.A, MONDAY, None)], X, Part.B, TUESDAY, None, True),  # A is not his own B
        ([held(X, Part.A, MONDAY, TUESDAY)], Y, Part.A, TUESDAY, None, False),  # the end is outside
        ([held(X, Part.A, FRIDAY, None)], Y, Part.A, MONDAY, FRIDAY, False),  # until the other comes
        ([held(X, Part.A, FRIDAY, None)], Y, Part.A, MONDAY, None, True),  # would run into the other
        ([held(X, Part.B, MONDAY, None)], Y, Part.B, MONDAY, None, False),  # B1 and B2
    ],
)
def test_when_two_parts_of_a_post_clash(standing, person, part, first, until, clash):
    assert rules.clashes(standing, person, part, first, until) is clash


@proves("ORG-01")
@pytest.mark.django_db
def test_a_post_without_a_duty_list_is_warned_about_until_it_has_one():
    hall = staffed_hall()
    window = organization.add_window(number=9, zone_id=hall.zone, by=hall.by, at=at("07:00"))
    post = services.add_post(window_id=window.id, name="咨询岗", by=hall.by, at=at("07:00"))

    before = [
        (one.post.id, one.rule)
        for one in selectors.warnings(hall.id, MONDAY)
        if one.kind is WarningKind.NO_DUTIES
    ]
    services.set_duties(post_id=post.id, duties=["解答政策"], by=hall.by, at=at("07:01"))

    assert before == [(post.id, "ORG-01")]
    assert WarningKind.NO_DUTIES not in [one.kind for one in selectors.warnings(hall.id, MONDAY)]


@proves("ORG-01")
@pytest.mark.django_db
def test_a_person_without_a_post_cannot_sign_on_at_a_window():
    hall = staffed_hall()

    with pytest.raises(NoPostHere) as refused:
        sign_on(hall, ZHAO, 1)

    assert refused.value.rule == "ORG-01" and "1 号窗口" in str(refused.value)
    assert selectors.on_duty(hall.id) == {} and not hall.told("posts.signed_on")


@pytest.mark.django_db
def test_a_post_lacks_its_a_or_b_and_the_office_sees_it():
    hall = staffed_hall()
    post = selectors.post_of_window(hall.id, hall.windows[1], MONDAY)
    li = next(one for one in post.holders if one.part is Part.B)

    services.end_holder(holder_id=li.id, until=TUESDAY, by=hall.by, at=at("18:00"))

    assert [one.kind for one in selectors.warnings(hall.id, TUESDAY)] == [WarningKind.NO_B_HOLDER]
    assert selectors.warnings(hall.id, MONDAY) == []


@pytest.mark.django_db
def test_the_posts_of_a_person_are_those_of_the_day():
    hall = staffed_hall()

    held_today = selectors.posts_of(hall.id, hall.people[LI], MONDAY)

    assert [one.window_id for one in held_today] == [hall.windows[1], hall.windows[2]]
    assert selectors.posts_of(hall.id, hall.people[LI], date(2026, 2, 27)) == []
    assert len(selectors.posts(hall.id, MONDAY)) == 3


@pytest.mark.django_db
def test_a_window_has_one_post():
    hall = staffed_hall()

    with pytest.raises(PostThere):
        services.add_post(window_id=hall.windows[1], name="又一岗", by=hall.by, at=at("07:00"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (PartTaken, {"part": Part.A}),
        (PartTaken, {"person": ZHANG}),
        (PartUnknown, {"part": "C"}),
        (DaysUnfit, {"from_day": date(2026, 3, 1)}),
        (DaysUnfit, {"from_day": TUESDAY, "until": TUESDAY}),
        (PostUnknown, {"post_id": UUID(int=9)}),
        (PersonUnknown, {"person": None}),
    ],
)
def test_a_part_is_refused_with_a_reason(refusal, changes):
    hall = staffed_hall()
    post = selectors.post_of_window(hall.id, hall.windows[1], MONDAY)
    entries = Entry.objects.count()
    person = changes.pop("person", ZHAO) if "person" in changes else ZHAO

    with pytest.raises(refusal):
        services.add_holder(
            **({"post_id": post.id, "part": Part.B} | changes),
            person_id=hall.people[person] if person else uuid4(),
            by=hall.by,
            at=at("08:00"),
        )

    assert Entry.objects.count() == entries


@pytest.mark.django_db
def test_posts_and_people_of_another_hall_are_not_found_here():
    anyang, hebi = staffed_hall("AYRS"), staffed_hall("HBRS")
    there = selectors.post_of_window(hebi.id, hebi.windows[1], MONDAY)

    acts = [
        (
            WindowUnknown,
            lambda: services.add_post(window_id=hebi.windows[1], name="岗", by=anyang.by, at=at("08:00")),
        ),
        (
            PostUnknown,
            lambda: services.set_duties(post_id=there.id, duties=["x"], by=anyang.by, at=at("08:00")),
        ),
        (
            PostUnknown,
            lambda: services.end_holder(holder_id=there.holders[0].id, by=anyang.by, at=at("08:00")),
        ),
        (
            PostUnknown,
            lambda: services.add_holder(
                post_id=there.id, person_id=anyang.people[ZHAO], part=Part.B, by=anyang.by, at=at("08:00")
            ),
        ),
    ]

    for refusal, act in acts:
        with pytest.raises(refusal):
            act()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("duties", "refusal"), [(["岗" * 201], TextTooLong), ([" "], TextMissing), (["x"] * 41, TooManyDuties)]
)
def test_a_duty_list_is_meant_to_be_read(duties, refusal):
    hall = staffed_hall()
    post = selectors.post_of_window(hall.id, hall.windows[1], MONDAY)

    with pytest.raises(refusal):
        services.set_duties(post_id=post.id, duties=duties, by=hall.by, at=at("08:00"))

    assert selectors.post(hall.id, post.id, MONDAY).duties == ("受理参保登记", "一次性告知")


@pytest.mark.django_db
def test_markup_in_a_duty_is_kept_as_it_was_typed():
    hall = staffed_hall()
    post = selectors.post_of_window(hall.id, hall.windows[1], MONDAY)

    services.set_duties(
        post_id=post.id, duties=["<b>'; DROP TABLE posts_post; --🎫"], by=hall.by, at=at("08:00")
    )

    assert selectors.post(hall.id, post.id, MONDAY).duties == ("<b>'; DROP TABLE posts_post; --🎫",)


@pytest.mark.django_db
def test_acts_sent_twice_happen_once():
    hall, key = found_hall(), Key("posts-form-0001", "a" * 64)
    post = services.add_post(window_id=hall.windows[1], name="综合岗", by=hall.by, at=at("07:00"), key=key)
    again = services.add_post(window_id=hall.windows[1], name="综合岗", by=hall.by, at=at("07:00"), key=key)
    arguments = {
        "post_id": post.id,
        "person_id": hall.people[ZHANG],
        "by": hall.by,
        "at": at("07:00"),
        "key": key,
    }

    first, second = services.add_holder(**arguments), services.add_holder(**arguments)

    assert again == post and first == second
    assert len(hall.told("posts.holder_added")) == 1


@pytest.mark.django_db
def test_a_part_that_ends_today_takes_the_sign_on_with_it():
    hall = staffed_hall()
    sign_on(hall, ZHANG, 1)
    post = selectors.post_of_window(hall.id, hall.windows[1], MONDAY)

    services.end_holder(holder_id=post.holders[0].id, by=hall.by, at=at("10:00"))

    assert selectors.on_duty(hall.id) == {}
    assert '"why":"part_ended"' in hall.told("posts.sign_on_lapsed")[0].body
    with pytest.raises(NoPostHere):
        sign_on(hall, ZHANG, 1, "10:01")


@pytest.mark.django_db(transaction=True)
def test_who_leaves_the_hall_leaves_the_window_and_the_post_too():
    hall = staffed_hall()
    sign_on(hall, WANG, 2)
    hear()

    organization.person_leaves(person_id=hall.people[WANG], by=hall.by, at=at("11:00"))
    hear()

    assert selectors.on_duty(hall.id) == {}
    assert selectors.posts_of(hall.id, hall.people[WANG], MONDAY) == []
    post = selectors.post_of_window(hall.id, hall.windows[2], MONDAY)
    with pytest.raises(HasLeft):
        services.add_holder(post_id=post.id, person_id=hall.people[WANG], by=hall.by, at=at("11:01"))
