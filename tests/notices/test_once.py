"""Told once: a second telling is refused and told as suspected, unless a section head stands for it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.notices import told
from tests.support.hall import MORNING, Hall
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.access import selectors as in_access
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.act import act
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.texts import TextMissing
from yichuang.kernel.types import Actor
from yichuang.notices import selectors, services
from yichuang.notices.types import Fault, LateGround, NoticeKind

pytestmark = pytest.mark.django_db

NEXT_WEEK = MORNING + timedelta(days=7)


@pytest.fixture
def head(hall: Hall) -> Actor:
    """The head of a section: whoever holds that role, here the A of window 3."""
    by = hall.clerk(3)
    account = in_access.account_of_person(hall.id, by.id)
    assert account
    access.grant_role(account_id=account.id, role=Role.SEC, by=hall.by, at=MORNING)
    return by


def bodies(name: str) -> list[dict[str, Any]]:
    rows = Entry.objects.filter(name=name).order_by("at", "id")
    return [json.loads(one) for one in rows.values_list("body", flat=True)]


def second(hall: Hall, about: ItemCard, matter: UUID, place: int = 2, **more: Any) -> Any:
    """Ask for another material a week later, in the same matter."""
    gap = told.gap(about, place, findable_first="legal_change" not in more)
    return told.issued(hall, about, matter_id=matter, gaps=(gap,), at=NEXT_WEEK, **more)


@proves("ONE-03")
def test_everything_missing_is_told_in_one_notice(hall: Hall, about: ItemCard):
    gaps = (told.gap(about, 1), told.gap(about, 2, Fault.FORM), told.gap(about, 5))

    card = told.issued(hall, about, gaps=gaps)

    assert card.sequence == 1 and len(card.gaps) == 3
    assert bodies("notices.notice_issued")[0]["gaps"] == ["1:missing", "2:form", "5:missing"]


@proves("ONE-03", refuses=True)
def test_what_could_have_been_told_the_first_time_is_refused_and_suspected(hall: Hall, about: ItemCard):
    first = told.issued(hall, about, gaps=(told.gap(about, 1),))

    with pytest.raises(services.SecondNotice, match="终止劳动关系证明") as refused:
        second(hall, about, first.matter_id or first.id)

    assert first.number in str(refused.value)
    (suspected,) = bodies("notices.violation_suspected")
    assert suspected["first_notice"] == first.id.hex or suspected["first_notice"] == str(first.id)
    assert UUID(suspected["first_checker"]) == hall.clerk(1).id
    assert (suspected["gaps"], suspected["let_through"]) == (["2:missing"], False)
    assert len(bodies("notices.notice_issued")) == 1
    assert [one.first_number for one in selectors.suspected(hall.id, MORNING)] == [first.number]


def test_trying_again_is_suspected_once_and_uses_no_number(hall: Hall, about: ItemCard):
    first = told.issued(hall, about, gaps=(told.gap(about, 1),))

    for _try in range(3):
        with pytest.raises(services.SecondNotice):
            second(hall, about, first.matter_id or first.id)

    assert len(bodies("notices.violation_suspected")) == 1
    assert told.issued(hall, about).number == "告字〔2026〕第2号"


def test_a_room_whose_own_act_is_undone_tells_the_suspicion_afterwards(hall: Hall, about: ItemCard):
    first = told.issued(hall, about, gaps=(told.gap(about, 1),))

    with pytest.raises(services.SecondNotice), act():
        told.issued(hall, about)  # undone with the rest
        second(hall, about, first.matter_id or first.id)

    assert len(bodies("notices.violation_suspected")) == 1
    assert len(bodies("notices.notice_issued")) == 1


@proves("ONE-03")
def test_changed_law_is_another_matter_once_a_section_head_says_so(hall: Hall, about: ItemCard, head: Actor):
    first = told.issued(hall, about, gaps=(told.gap(about, 1),))
    matter = first.matter_id or first.id
    services.allow_second(
        matter_id=matter, reason="新办法3月5日起施行", ground=LateGround.LAW_CHANGED, by=head, at=NEXT_WEEK
    )

    card = second(hall, about, matter, legal_change=LateGround.LAW_CHANGED, approved_by=head.id)

    assert (card.sequence, card.ground, card.allowed_by) == (2, LateGround.LAW_CHANGED, head.id)
    assert bodies("notices.notice_issued")[1]["late"] == ["2:missing"]
    assert bodies("notices.second_notice_allowed")[0]["ground"] == "law_changed"
    assert not bodies("notices.violation_suspected")


@proves("ONE-03", refuses=True)
@pytest.mark.parametrize("ground", [LateGround.NEW_FACTS, LateGround.SUPPLIED_FAULTY, None])
def test_a_ground_nobody_approved_is_none(
    hall: Hall, about: ItemCard, head: Actor, ground: LateGround | None
):
    first = told.issued(hall, about, gaps=(told.gap(about, 1),))
    matter = first.matter_id or first.id

    with pytest.raises(services.GroundMissing):
        second(hall, about, matter, legal_change=ground)

    services.allow_second(
        matter_id=matter, reason="新办法", ground=LateGround.LAW_CHANGED, by=head, at=NEXT_WEEK
    )
    with pytest.raises(services.GroundMissing):  # it was given for another ground
        second(hall, about, matter, legal_change=ground, approved_by=head.id)


def test_an_omission_a_section_head_lets_through_is_suspected_all_the_same(
    hall: Hall, about: ItemCard, head: Actor
):
    first = told.issued(hall, about, gaps=(told.gap(about, 1),))
    matter = first.matter_id or first.id
    services.allow_second(matter_id=matter, reason="首次审查遗漏,已说明并致歉", by=head, at=NEXT_WEEK)

    card = second(hall, about, matter, approved_by=head.id)

    (suspected,) = bodies("notices.violation_suspected")
    assert card.sequence == 2 and UUID(suspected["allowed_by"]) == head.id
    assert suspected["let_through"] is True
    with pytest.raises(services.NotASectionHead):  # it is used up
        second(hall, about, matter, place=5, approved_by=head.id)


def test_only_a_section_head_lets_through_with_a_reason_and_once_at_a_time(
    hall: Hall, about: ItemCard, head: Actor
):
    first = told.issued(hall, about, gaps=(told.gap(about, 1),))
    matter = first.matter_id or first.id

    with pytest.raises(services.NotASectionHead):
        services.allow_second(matter_id=matter, reason="补一项", by=hall.clerk(1), at=MORNING)
    with pytest.raises(TextMissing):
        services.allow_second(matter_id=matter, reason=" \n ", by=head, at=MORNING)
    with pytest.raises(services.NothingToAllow):
        services.allow_second(matter_id=told.matter(), reason="补一项", by=head, at=MORNING)
    services.allow_second(matter_id=matter, reason="补一项", by=head, at=MORNING)
    with pytest.raises(services.AllowanceThere):
        services.allow_second(matter_id=matter, reason="再补一项", by=head, at=MORNING)
    with pytest.raises(services.NotASectionHead):  # a clerk cannot name somebody who did not give it
        second(hall, about, matter, approved_by=hall.clerk(2).id)


def test_what_is_still_missing_is_told_again_and_nobody_is_suspected(hall: Hall, about: ItemCard):
    first = told.issued(hall, about, gaps=(told.gap(about, 1), told.gap(about, 2)))

    again = second(hall, about, first.matter_id or first.id, place=2)

    assert (again.sequence, again.ground) == (2, None)
    assert not bodies("notices.violation_suspected")


def test_what_was_missing_and_came_with_a_fault_is_no_omission(hall: Hall, about: ItemCard):
    first = told.issued(hall, about, gaps=(told.gap(about, 2),))
    gap = told.gap(about, 2, Fault.VALIDITY)

    again = told.issued(hall, about, matter_id=first.matter_id, gaps=(gap,), at=NEXT_WEEK)

    assert again.ground is LateGround.SUPPLIED_FAULTY
    assert not bodies("notices.violation_suspected")


def test_a_corrected_notice_asks_for_nothing_new(hall: Hall, about: ItemCard):
    first = told.issued(hall, about, gaps=(told.gap(about, 1),))

    with pytest.raises(services.SecondNotice):
        second(hall, about, first.matter_id or first.id, supersedes=first.id)


def test_the_matter_remembers_every_gap_that_was_told(hall: Hall, about: ItemCard):
    matter = told.matter()
    told.issued(hall, about, matter_id=matter, gaps=(told.gap(about, 1), told.gap(about, 2, Fault.FORM)))
    told.issued(hall, about)  # of somebody else

    assert selectors.gaps_told(hall.id, matter) == {(1, Fault.MISSING), (2, Fault.FORM)}
    assert [one.kind for one in selectors.notices_of(hall.id, matter)] == [NoticeKind.SUPPLEMENT]


def test_two_matters_do_not_know_each_other(hall: Hall, about: ItemCard):
    told.issued(hall, about, gaps=(told.gap(about, 1),))

    other = told.issued(hall, about, gaps=(told.gap(about, 2),))

    assert other.sequence == 1


@proves("ONE-12")
def test_enforcement_begins_after_the_person_was_told(hall: Hall, about: ItemCard):
    matter = told.matter()
    before = told.enforcement(hall, about, matter, at=MORNING)

    services.begin_enforcement(matter_id=matter, by=hall.clerk(1), at=MORNING + timedelta(minutes=1))

    (begun,) = bodies("notices.enforcement_begun")
    assert UUID(begun["notice"]) == before.id
    told_first = selectors.enforcement_told(hall.id, matter, MORNING + timedelta(minutes=1))
    assert told_first and told_first.id == before.id


@proves("ONE-12", refuses=True)
def test_nobody_is_met_by_enforcement_untold(hall: Hall, about: ItemCard):
    matter = told.matter()
    with pytest.raises(services.NotToldBefore):  # no notice at all
        services.begin_enforcement(matter_id=matter, by=hall.clerk(1), at=MORNING)

    told.enforcement(hall, about, matter, at=MORNING)

    for step in (MORNING, MORNING - timedelta(minutes=1)):  # told at that moment, or after it
        with pytest.raises(services.NotToldBefore):
            services.begin_enforcement(matter_id=matter, by=hall.clerk(1), at=step)
    with pytest.raises(services.NotToldBefore):  # told in another matter
        services.begin_enforcement(matter_id=told.matter(), by=hall.clerk(1), at=NEXT_WEEK)
    assert not bodies("notices.enforcement_begun")
