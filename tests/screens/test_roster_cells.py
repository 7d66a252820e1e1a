"""The grid edited by hand: every edit says at once what speaks against it; nothing is lost or done twice."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from tests.halls import at
from tests.posts.planned import CHEN, OFFICE, Planned, planned_hall
from tests.posts.staffed import LI, WANG, ZHANG, ZHAO
from tests.posts.test_demand import ask, loosen
from tests.posts.test_roster_takers import lay
from tests.screens.test_rosters import APRIL, NOW, PAGE, drafted, send, signed_in
from tests.support.callers import text_of
from yichuang.kernel.claims import proves
from yichuang.kernel.clock import frozen
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.types import DaySession, NeedWeight, RosterCard, RosterCell

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


@pytest.fixture
def plan() -> Any:
    with frozen(NOW):
        yield planned_hall()


def cell(card: RosterCard, plan: Planned, session: str = "am", window: int = 1) -> RosterCell:
    fresh = rosters.roster(card.hall_id, card.id)
    return next(
        one
        for one in fresh.cells
        if (one.post_id, one.day, one.session) == (plan.posts[window], DAY, DaySession(session))
    )


def form(page: Any) -> dict[str, str]:
    """Return the fields of the day's form as the page was drawn."""
    edit = page.context["picture"].edit
    said = {"post": str(edit.post_id), "day": f"{edit.day}"}
    for one in edit.choices:
        said |= {f"a-{one.session}": str(one.a_id or ""), f"b-{one.session}": str(one.b_id or "")}
        said |= {f"seen-{one.session}": one.seen}
        said |= {f"pin-{one.session}": "on"} if one.pinned else {}
    return said


def looked_at(client: Any, plan: Planned, window: int = 1) -> Any:
    return client.get(f"{PAGE}?edit={plan.posts[window].hex}.{DAY}")


def edit(client: Any, plan: Planned, card: RosterCard, window: int = 1, **changed: Any) -> Any:
    """Change some fields of a day as a head does in the page, and follow where it leads."""
    said = form(looked_at(client, plan, window))
    for name, value in changed.items():
        said[name.replace("_", "-")] = str(value)
    answer = send(client, f"{card.id}/set/", **said)
    return client.get(answer.headers["Location"]) if answer.status_code == 303 else answer


def told(page: Any) -> list[tuple[str, str]]:
    return [(one.said, one.rule) for one in page.context["picture"].edit.against]


def test_a_day_without_conflicts_says_so_and_an_edit_stays_at_its_day(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)

    page = edit(client, plan, card, a_am=plan.hall.people[LI], b_am=plan.hall.people[ZHANG], pin_am="on")

    assert told(page) == [] and "没有冲突" in text_of(page)
    assert cell(card, plan).a_id == plan.hall.people[LI] and cell(card, plan).pinned
    assert not cell(card, plan, "pm").pinned  # only what was changed is set


@proves("ROT-03")
def test_a_cleared_cell_says_at_once_that_nobody_is_there_and_is_marked_in_the_grid(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)

    page = edit(client, plan, card, a_am="", b_am="")

    assert [rule for _said, rule in told(page)] == ["ROT-03", "ROT-01"]
    assert "没有A岗" in told(page)[0][0]
    squares = page.context["picture"].lines[0].squares
    assert squares[0].against and squares[0].vacant and not squares[1].against
    assert "有冲突" in page.content.decode()


@proves("ROT-05")
def test_somebody_at_another_window_then_is_told_at_both_windows(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)

    page = edit(client, plan, card, window=2, a_am=plan.hall.people[CHEN], b_am=plan.hall.people[WANG])
    assert told(page) == []
    page = edit(client, plan, card, window=3, a_am=plan.hall.people[CHEN], b_am=plan.hall.people[ZHAO])

    assert any(CHEN in said and rule == "ROT-05" for said, rule in told(page)), told(page)
    assert told(looked_at(client, plan, 2)) == told(page)


@proves("ROT-05")
def test_who_is_ill_is_told_with_the_rule_at_once(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    plan.fall_ill(LI, "07:30", DAY)

    page = edit(client, plan, card, a_pm=plan.hall.people[LI], b_pm=plan.hall.people[ZHANG])

    assert [(LI in said, rule) for said, rule in told(page)] == [(True, "ROT-05")] * len(told(page))
    assert told(page)


@proves("ROT-05")
def test_a_week_that_is_too_full_is_told_at_the_edited_day(plan: Planned):
    client = signed_in(OFFICE)
    drafted(client, plan)
    lay(plan.hall, "rota.sessions_day", 1, APRIL)

    page = looked_at(client, plan)

    assert any(ZHANG in said and rule == "ROT-05" for said, rule in told(page)), told(page)


def test_pinned_and_unpinned_is_what_the_page_says_afterwards(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    edit(client, plan, card, pin_am="on")
    assert cell(card, plan).pinned and form(looked_at(client, plan)).get("pin-am") == "on"

    said = form(looked_at(client, plan))
    del said["pin-am"]
    send(client, f"{card.id}/set/", **said)

    assert not cell(card, plan).pinned
    assert "pin-am" not in form(looked_at(client, plan))


def test_a_form_sent_twice_is_done_once_and_told_once(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    said = form(looked_at(client, plan)) | {"a-am": "", "b-am": "", "key": uuid4().hex}

    answers = [client.post(f"{PAGE}{card.id}/set/", said) for _again in "12"]

    assert [one.status_code for one in answers] == [303, 303]
    assert len(plan.hall.told("posts.roster_cell_set")) == 1


def test_what_another_has_set_meanwhile_is_not_overwritten_unseen(plan: Planned):
    client, people = signed_in(OFFICE), plan.hall.people
    card = drafted(client, plan)
    before = form(looked_at(client, plan))
    edit(client, plan, card, a_am=people[LI], b_am=people[ZHANG])

    same = send(client, f"{card.id}/set/", **before | {"a-am": "", "b-am": ""})
    other = send(client, f"{card.id}/set/", **before | {"a-pm": people[LI], "b-pm": people[ZHANG]})

    assert same.status_code == 409 and "刚被他人改动" in same.content.decode()
    assert other.status_code == 303
    assert [cell(card, plan, one).a_id for one in ("am", "pm")] == [people[LI], people[LI]]


def test_of_a_day_all_is_set_or_nothing(plan: Planned):
    client, people = signed_in(OFFICE), plan.hall.people
    card = drafted(client, plan)

    refused = edit(client, plan, card, a_am=people[LI], b_am=people[ZHANG], a_pm="nobody we know")

    assert refused.status_code == 404
    assert cell(card, plan).a_id == people[ZHANG] and plan.hall.told("posts.roster_cell_set") == []


def test_nothing_is_told_where_nothing_was_changed(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)

    assert edit(client, plan, card).status_code == 409
    assert plan.hall.told("posts.roster_cell_set") == []


def test_a_flexible_window_says_what_is_short_without_it_and_two_versions_are_compared_by_it(plan: Planned):
    client, people = signed_in(OFFICE), plan.hall.people
    loosen(plan, 3, day=APRIL, at=at("08:00", NOW.date()))
    ask(plan, 3, day=DAY, at=at("08:00", NOW.date()), from_day=APRIL, weight=NeedWeight.IMPORTANT)
    old = drafted(client, plan)
    why = text_of(looked_at(client, plan, 3))
    assert "窗口缺口 −3" in why and "机动：无人即不开" in why, why

    new = drafted(client, plan)
    page = edit(client, plan, new, window=3, a_am=people[ZHAO], b_am=people[CHEN])
    compared = text_of(client.get(f"{PAGE}{new.id}/compare/?with={old.id}"))

    assert told(page) == []
    assert "窗口缺口（重要时段加权） 15 12 −3" in compared, compared


def test_the_prices_in_force_stand_beside_the_month_with_where_they_are_changed(plan: Planned):
    client = signed_in(OFFICE)
    drafted(client, plan)
    lay(plan.hall, "rota.price_stand_in", 6, APRIL)

    page = client.get(PAGE)

    said = {one.key: (one.value, one.own) for one in page.context["picture"].prices}
    assert said["rota.price_stand_in"] == (6, True) and said["rota.price_evenings"] == (2, False)
    assert 'href="/rules/values/rota.price_stand_in/"' in page.content.decode()
    assert "各项代价" in text_of(page) and "本厅设定" in text_of(page)
    assert client.get("/rules/values/rota.price_stand_in/").status_code == 200


def test_an_edit_of_the_day_that_is_shown_leads_to_a_page_that_is_drawn_anew(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    day = f"{PAGE}?department=hall&month=2026-04&version=1&edit={plan.posts[1].hex}.{DAY}"
    cleared = form(client.get(day)) | {"a-am": ""}

    def led(here: str, **changed: str) -> str:
        headers = {"HX-Request": "true", "HX-Current-URL": f"http://hall.example{here}"}
        said = cleared | changed | {"key": uuid4().hex, "seen-am": form(client.get(day))["seen-am"]}
        return client.post(f"{PAGE}{card.id}/set/", said, headers=headers).headers["HX-Redirect"]

    assert led(f"{PAGE}?month=2026-04") == f"{day}#edit"
    assert led(f"{day}#edit", **{"b-am": ""}) == day  # with #edit a browser would only scroll
