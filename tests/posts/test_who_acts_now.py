"""Who may act at a window now: whom the shifts of the day name, or who has said why, and only that day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.halls import MONDAY, at
from tests.posts.planned import CHEN, TUESDAY, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG
from yichuang.kernel.claims import proves
from yichuang.posts import selectors, services
from yichuang.posts.errors import NobodyToStandInFor, StandInReasonNeeded, WindowTaken
from yichuang.posts.models import Cover, Shift, SignOn
from yichuang.posts.types import SERVICE_UNDER_WAY, DaySession, Denial, Part, StandInReason, Where

pytestmark = pytest.mark.django_db
AM, PM = DaySession.AM, DaySession.PM


def hand_over_at_noon(plan: Planned, number: str = LI) -> None:
    """Let another be A of window 1 in the afternoon."""
    services.set_shift(
        post_id=plan.posts[1],
        day=MONDAY,
        session=PM,
        a_id=plan.hall.people[number],
        b_id=plan.hall.people[ZHANG],
        by=plan.hall.by,
        at=at("07:20"),
    )


def third_holder(plan: Planned) -> None:
    """Let Chen hold window 1 too: neither A nor B of any of its shifts, and A of no other post."""
    services.add_holder(
        post_id=plan.posts[1], person_id=plan.hall.people[CHEN], part=Part.B, by=plan.hall.by, at=at("07:20")
    )


# --- somebody who is neither A nor B --------------------------------------------------------------------


@proves("AB-04", refuses=True)
def test_a_third_holder_says_why_like_b():
    plan = planned_hall()
    third_holder(plan)

    for clock in ("07:50", "08:06"):
        with pytest.raises(StandInReasonNeeded) as refused:
            plan.sign_on(CHEN, 1, clock)
        assert refused.value.rule == "AB-04"
    with pytest.raises(NobodyToStandInFor):
        plan.stand_in(CHEN, 1, "07:50")  # A is not late yet

    assert not SignOn.objects.exists() and not plan.hall.told("posts.signed_on")


@proves("AB-04")
def test_with_a_reason_a_third_holder_covers_and_everybody_sees_them_there():
    plan = planned_hall()
    third_holder(plan)

    plan.stand_in(CHEN, 1, "08:06", reason=StandInReason.KEPT_AWAY)
    card = plan.sign_on(CHEN, 1, "08:06")

    assert (card.part, card.on_behalf_of, card.until) == (Part.B, plan.posts[1], at("17:00"))
    shown = selectors.on_duty(plan.hall.id, at("08:07"))[plan.hall.windows[1]]
    assert (shown.worker_number, shown.part) == (CHEN, Part.B)
    where = next(
        one for one in selectors.whereabouts(plan.hall.id, at("08:07")) if one.post_id == plan.posts[1]
    )
    assert (where.person_id, where.where, where.covered_by) == (
        plan.hall.people[ZHANG], Where.AWAY, plan.hall.people[CHEN],
    )  # fmt: skip
    assert plan.may_serve(CHEN, 1, "08:07").ok
    (named,) = plan.hall.told("posts.cover_named")
    assert '"reason":"kept_away"' in named.body


def test_who_sits_at_the_wrong_post_gives_way_to_who_is_planned():
    plan = planned_hall()
    Shift.objects.filter(post_id=plan.posts[2], day=MONDAY, session="am").update(a_id=plan.hall.people[LI])
    Shift.objects.filter(post_id=plan.posts[3], day=MONDAY, session="am").update(a_id=plan.hall.people[WANG])
    plan.sign_on(WANG, 2, "08:00")  # planned as A of window 3

    with SERVICE_UNDER_WAY.answered(lambda hall, window: True), pytest.raises(WindowTaken):
        plan.sign_on(LI, 2, "08:10")
    assert plan.sign_on(LI, 2, "08:11").person_id == plan.hall.people[LI]

    (told,) = plan.hall.told("posts.sign_on_lapsed")
    assert '"why":"shift_over"' in told.body
    assert selectors.sign_on_of(plan.hall.id, plan.hall.people[WANG]) is None


# --- from one session to the next -----------------------------------------------------------------------


@proves("AB-01", refuses=True)
def test_the_mornings_a_serves_nobody_from_when_the_afternoons_a_is_due():
    plan = planned_hall()
    hand_over_at_noon(plan)

    card = plan.sign_on(ZHANG, 1, "08:00")
    opens = selectors.day_spans(plan.hall.id, plan.hall.windows[1], MONDAY)[PM][0]

    assert card.until == opens
    assert plan.may_serve(ZHANG, 1, "11:59").ok
    verdict = selectors.may_serve(plan.hall.id, plan.hall.people[ZHANG], plan.hall.windows[1], None, opens)
    assert (verdict.ok, verdict.reason, verdict.rule) == (False, Denial.SHIFT_OVER, "AB-01")
    assert selectors.denial_sentence(verdict)
    assert selectors.on_duty(plan.hall.id, opens) == {}
    services.tell_covers(at=opens)
    (told,) = plan.hall.told("posts.sign_on_lapsed")
    assert '"why":"shift_over"' in told.body


def test_the_afternoons_a_takes_the_window_over_before_the_session_begins():
    plan = planned_hall()
    hand_over_at_noon(plan)
    plan.sign_on(ZHANG, 1, "08:00")

    assert plan.sign_on(LI, 1, "13:20").part is Part.A
    assert plan.may_serve(LI, 1, "13:30").ok and not plan.may_serve(ZHANG, 1, "13:30").ok


def test_a_shift_changed_during_the_day_changes_until_when_who_sits_there_serves():
    plan = planned_hall()
    plan.sign_on(ZHANG, 1, "08:00")
    before = SignOn.objects.get()

    hand_over_at_noon(plan)

    opens = selectors.day_spans(plan.hall.id, plan.hall.windows[1], MONDAY)[PM][0]
    assert (before.until, SignOn.objects.get().until) == (at("00:00", TUESDAY), opens)


# --- from one day to the next ---------------------------------------------------------------------------


@proves("ATT-01", refuses=True)
def test_yesterdays_sign_on_lets_nobody_act_though_no_sweep_came():
    plan = planned_hall()
    plan.sign_on(ZHANG, 1, "08:00")
    window = plan.hall.windows[1]

    verdict = plan.may_serve(ZHANG, 1, "09:00", TUESDAY)

    assert (verdict.ok, verdict.reason, verdict.rule) == (False, Denial.DAY_OVER, "ATT-01")
    assert selectors.on_duty(plan.hall.id, at("09:00", TUESDAY)) == {}
    assert selectors.sign_on_now(plan.hall.id, at("09:00", TUESDAY), window_id=window) is None
    with SERVICE_UNDER_WAY.answered(lambda hall, window_id: True):
        assert selectors.sign_on_now(plan.hall.id, at("09:00", TUESDAY), window_id=window) is None
    assert not selectors.manned(plan.hall.id, window, at("09:00", TUESDAY))
    assert plan.sign_on(ZHANG, 1, "09:00", TUESDAY).until == at("00:00", TUESDAY + timedelta(days=1))
    assert plan.may_serve(ZHANG, 1, "09:01", TUESDAY).ok


def test_whoever_was_called_is_served_to_the_end_though_the_time_is_over():
    plan = planned_hall()
    cover = plan.stand_in(LI, 1, "08:06")
    plan.sign_on(LI, 1, "08:06")

    with SERVICE_UNDER_WAY.answered(lambda hall, window: True):
        during = selectors.sign_on_now(plan.hall.id, cover.ends, person_id=plan.hall.people[LI])
    after = selectors.sign_on_now(plan.hall.id, cover.ends, person_id=plan.hall.people[LI])

    assert during is not None and after is None
    assert Cover.objects.count() == 1


def test_whom_a_mended_roster_names_takes_the_window_from_who_covers_for_the_one_before():
    plan = planned_hall()
    third_holder(plan)
    cover = plan.stand_in(LI, 1, "08:06", reason=StandInReason.KEPT_AWAY)
    plan.sign_on(LI, 1, "08:06")
    people = plan.hall.people

    services.set_shift(
        post_id=plan.posts[1],
        day=MONDAY,
        session=AM,
        a_id=people[CHEN],
        b_id=people[LI],
        by=plan.hall.by,
        at=at("09:00"),
    )

    assert plan.may_serve(LI, 1, "09:30").ok  # nobody else is there yet
    with SERVICE_UNDER_WAY.answered(lambda hall, window: True), pytest.raises(WindowTaken):
        plan.sign_on(CHEN, 1, "09:40")
    assert plan.sign_on(CHEN, 1, "09:41").part is Part.A
    assert selectors.cover(plan.hall.id, cover.id).ends == at("09:41")
    assert not plan.may_serve(LI, 1, "09:41").ok
    (where,) = (
        one for one in selectors.whereabouts(plan.hall.id, at("09:42")) if one.post_id == plan.posts[1]
    )
    assert (where.person_id, where.where) == (people[CHEN], Where.AT_POST)
