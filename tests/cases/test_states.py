"""The states of a case: the table has no arrow the law does not know, and each names its clause."""

from __future__ import annotations

import pytest

from yichuang.cases.rules.states import ARROWS, Act, arrow, open_acts, sources
from yichuang.cases.types import OPEN
from yichuang.cases.types import CaseState as S
from yichuang.kernel.claims import proves
from yichuang.regulations import selectors as regulations


def test_no_two_arrows_leave_a_state_by_the_same_act() -> None:
    ways = [(one.source, one.act) for one in ARROWS]

    assert len(ways) == len(set(ways))


def test_every_state_can_be_reached_and_every_act_leads_somewhere() -> None:
    assert {one.target for one in ARROWS} == set(S)
    assert {one.act for one in ARROWS} == set(Act)


def test_every_arrow_names_who_may_and_a_control_of_the_register() -> None:
    known = {one.id for one in regulations.controls()}

    for one in ARROWS:
        assert one.who
        assert one.control in known, one


@pytest.mark.parametrize(
    ("source", "act"),
    [
        (S.SUBMITTED, Act.BEGIN),  # nothing is handled that was not accepted
        (S.SUBMITTED, Act.DECIDE),
        (S.SUPPLEMENT, Act.ACCEPT),  # what is missing is looked at before it is accepted
        (S.ACCEPTED, Act.DECIDE),  # no stage is skipped
        (S.ACCEPTED, Act.PREPARE),
        (S.HANDLING, Act.DECIDE),
        (S.HANDLING, Act.PREPARE),
        (S.APPROVAL, Act.CLOSE),
        (S.DECIDED, Act.CLOSE),  # closed undelivered
        (S.DECIDED, Act.DELIVER),
        (S.READY, Act.DELIVER),  # handed over before the applicant was told
        (S.NOTIFIED, Act.CLOSE),
        (S.DECIDED, Act.WITHDRAW),  # what is decided cannot be taken back
        (S.DECIDED, Act.DECIDE),
        (S.CLOSED, Act.BEGIN),  # what is over stays over
        (S.ARCHIVED, Act.CLOSE),
        (S.NOT_ACCEPTED, Act.ACCEPT),
        (S.WITHDRAWN, Act.SUPPLEMENT),
        (S.FORWARDED, Act.DECIDE),  # what a higher body decides is not decided here
    ],
)
def test_what_the_law_does_not_know_has_no_arrow(source: S, act: Act) -> None:
    assert arrow(source, act) is None


@pytest.mark.parametrize("state", [S.NOT_ACCEPTED, S.WITHDRAWN])
def test_what_ended_without_a_decision_goes_nowhere(state: S) -> None:
    assert open_acts(state) == ()


def test_an_archived_case_is_only_ever_corrected_and_the_correction_handed_over() -> None:
    assert open_acts(S.ARCHIVED) == (Act.CORRECT, Act.HAND_AGAIN)


def test_whoever_waits_is_in_an_open_state() -> None:
    assert {one.source for one in ARROWS if one.source is not None} - {S.CLOSED, S.ARCHIVED} == OPEN


def test_only_what_is_not_decided_can_be_taken_back() -> None:
    assert set(sources(Act.WITHDRAW)) == {
        S.SUBMITTED,
        S.SUPPLEMENT,
        S.ACCEPTED,
        S.HANDLING,
        S.APPROVAL,
        S.FORWARDED,
    }


@proves("ACC-07")
def test_the_straight_way_walks_all_five_stages_in_their_order() -> None:
    walked = [Act.SUBMIT, Act.CHECK, Act.ACCEPT, Act.BEGIN, Act.PROPOSE, Act.DECIDE, Act.PREPARE, Act.NOTIFY]
    state: S | None = None
    seen = []

    for act in walked:
        way = arrow(state, act)
        assert way is not None, act
        state = way.target
        seen.append(state)

    assert seen == [
        S.SUBMITTED,
        S.SUBMITTED,
        S.ACCEPTED,
        S.HANDLING,
        S.APPROVAL,
        S.DECIDED,
        S.READY,
        S.NOTIFIED,
    ]
