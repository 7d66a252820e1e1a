"""The way of a nomination: step by step, for a reason, once at a time, and who is recruited by a standard."""

from __future__ import annotations

from datetime import date

import pytest

from tests.halls import at
from tests.posts.planned import Planned
from tests.training.selected import HR, nominate, passed, reviewed, selecting_hall
from yichuang.kernel.claims import proves
from yichuang.kernel.types import Key
from yichuang.training import services
from yichuang.training.errors import (
    AlreadyNominated,
    NothingToReturn,
    NotThisStep,
    PointUnfit,
    PostingDayUnfit,
    StandardMissing,
)
from yichuang.training.types import Employment, Point, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Planned:
    return selecting_hall()


def test_a_nomination_goes_its_way_step_by_step(plan: Planned) -> None:
    card = nominate(plan)

    with pytest.raises(NotThisStep):
        passed(plan, card)  # nobody has taken it up
    passed(plan, reviewed(plan, card))
    with pytest.raises(NotThisStep):
        services.return_candidate(nomination_id=card.id, by=plan.hall.person(HR), at=at("10:05"))


def test_a_point_that_follows_by_itself_is_not_ticked(plan: Planned) -> None:
    card = nominate(plan)
    services.take_up(nomination_id=card.id, by=plan.hall.person(HR), at=at("09:30"))

    with pytest.raises(PointUnfit):
        services.note_point(
            nomination_id=card.id, point=Point.AGE, met=True, by=plan.hall.person(HR), at=at("09:31")
        )


def test_a_candidate_comes_back_for_a_reason(plan: Planned) -> None:
    card = reviewed(plan, nominate(plan))

    with pytest.raises(NothingToReturn):
        services.return_candidate(nomination_id=card.id, by=plan.hall.person(HR), at=at("10:00"))
    back = services.return_candidate(
        nomination_id=card.id, note="本人放弃", by=plan.hall.person(HR), at=at("10:00")
    )

    assert (back.return_points, back.return_note) == ((), "本人放弃")


def test_nobody_is_nominated_twice_at_once(plan: Planned) -> None:
    nominate(plan)

    with pytest.raises(AlreadyNominated):
        nominate(plan, name="许文（另报）")


def test_nobody_is_posted_for_yesterday(plan: Planned) -> None:
    with pytest.raises(PostingDayUnfit):
        nominate(plan, posting_on=date(2026, 3, 1))


def test_a_form_sent_twice_nominates_once(plan: Planned) -> None:
    key = Key("nominate-1", "body")

    first, again = nominate(plan, key=key), nominate(plan, key=key)

    assert first.id == again.id
    assert len(plan.hall.told("training.candidate_nominated")) == 1


@proves("STF-07")
def test_who_is_recruited_passes_by_the_standard_used(plan: Planned) -> None:
    recruited = {"source": Source.RECRUITED, "employment": Employment.CONTRACT, "born": date(1970, 1, 1)}
    card = reviewed(plan, nominate(plan, **recruited))

    with pytest.raises(StandardMissing) as refused:
        passed(plan, card)

    assert refused.value.rule == "STF-07"
    other = nominate(plan, **(recruited | {"born": date(1971, 1, 1)}), standard="窗口人员招聘办法（2025）")
    assert passed(plan, reviewed(plan, other)).standard == "窗口人员招聘办法（2025）"
