"""The states of a ticket: the table has no arrow that the hall does not know."""

from __future__ import annotations

import pytest

from yichuang.queueing.rules.states import ARROWS, Act, sources, target
from yichuang.queueing.types import TicketState as S


def test_no_two_arrows_leave_a_state_by_the_same_act() -> None:
    ways = [(arrow.source, arrow.act) for arrow in ARROWS]

    assert len(ways) == len(set(ways))


def test_every_state_can_be_reached_and_every_act_leads_somewhere() -> None:
    assert {arrow.target for arrow in ARROWS} == set(S)
    assert {arrow.act for arrow in ARROWS} == set(Act)


def test_every_arrow_names_who_may_and_the_control_behind_it() -> None:
    for arrow in ARROWS:
        assert arrow.who
        assert "-" in arrow.control


@pytest.mark.parametrize(
    ("source", "act"),
    [
        (S.WAITING, Act.BEGIN),  # nobody is served without being called
        (S.WAITING, Act.FINISH),
        (S.WAITING, Act.MISS),  # missed without a call
        (S.CALLED, Act.FINISH),  # finished without having begun
        (S.CALLED, Act.CALL),  # called by a second window
        (S.SERVING, Act.CALL),
        (S.SERVING, Act.MISS),  # who sits at the window is not missed
        (S.SERVING, Act.GIVE_UP),
        (S.WAITING, Act.PARK),  # the lounge is for who was at the window
        (S.PARKED, Act.FINISH),
        (S.PARKED, Act.CALL),  # only called back, to the window that knows the matter
        (S.WAITING, Act.TRANSFER),
        (S.FINISHED, Act.BEGIN),  # what is over stays over
        (S.FINISHED, Act.RECALL),
        (S.CANCELLED, Act.CALL),
        (S.VOIDED, Act.REJOIN),
    ],
)
def test_what_the_hall_does_not_do_has_no_arrow(source: S, act: Act) -> None:
    assert target(source, act) is None


@pytest.mark.parametrize("state", [S.FINISHED, S.CANCELLED, S.VOIDED])
def test_an_ended_ticket_goes_nowhere(state: S) -> None:
    assert all(arrow.source is not state for arrow in ARROWS)


def test_whatever_is_open_when_the_day_ends_is_voided() -> None:
    assert set(sources(Act.VOID)) == {S.EXPECTED, S.WAITING, S.CALLED, S.SERVING, S.PARKED}
