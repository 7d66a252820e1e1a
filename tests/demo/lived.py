"""What is lived in the demo hall beside its drawn visitors, as the journal and the rooms tell it."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from yichuang.cases import events as cases
from yichuang.cases import selectors as case_selectors
from yichuang.cases.types import SeatState
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.cards import EntryCard
from yichuang.organization import selectors as organization
from yichuang.organization.types import ChangeState
from yichuang.posts import selectors as posts
from yichuang.queueing import events as queueing
from yichuang.training import selectors as training
from yichuang.training.types import Finding, Point, Regime, SelectionState

DAY = timedelta(days=1)


def everything(hall_id: UUID, at: datetime) -> None:
    """Hold the hall of a morning against what was to be lived until then."""
    candidates_of_every_kind_are_there(hall_id, at)
    certificates_end_at_their_time(hall_id, at)
    joint_reviews_wait_for_a_department_and_for_none(hall_id, at)
    money_was_taken_counted_and_goes_back(hall_id, at)
    hours_were_changed(hall_id, at)
    who_could_not_wait_was_let_through(hall_id, at)
    assert organization.hall(hall_id).complaint_phone


def told(hall_id: UUID, at: datetime, *kinds: type) -> list[EntryCard]:
    names = [one.stored_name for one in kinds]  # type: ignore[attr-defined]
    return list(journal.since(hall_id, at - 60 * DAY, names))


def candidates_of_every_kind_are_there(hall_id: UUID, at: datetime) -> None:
    cards = training.nominations(hall_id)
    states = Counter(one.state for one in cards)
    assert states == {
        SelectionState.POSTED: 1,
        SelectionState.PASSED: 1,
        SelectionState.RETURNED: 1,
        SelectionState.UNDER_REVIEW: 1,
        SelectionState.NOMINATED: 1,
    }
    named = {one.state: one for one in cards}
    assert named[SelectionState.PASSED].those(Finding.RELAXED) == (Point.AGE,)
    assert named[SelectionState.RETURNED].replaced_by == named[SelectionState.UNDER_REVIEW].id
    asks = training.asks_on(hall_id, at.date())
    assert asks.regime is Regime.POSTED and not asks.certificate
    held = {one.person_id for post in posts.posts(hall_id, at.date()) for one in post.holders}
    today = posts.unfit_days(hall_id, held, since=at.date(), until=at.date() + DAY)
    assert held and not today, "who was here before is bound by nothing"


def certificates_end_at_their_time(hall_id: UUID, at: datetime) -> None:
    ending = training.ending(hall_id, at.date())
    assert [one.active_until <= at.date() for one in ending] == [True, False, False]
    begins = training.certificate_required_from(hall_id, at.date())
    assert begins is not None and begins > at.date()


def joint_reviews_wait_for_a_department_and_for_none(hall_id: UUID, at: datetime) -> None:
    silent = []
    for opened in told(hall_id, at, cases.JointOpened):
        seats = case_selectors.joint(hall_id, opened.matter_id, at).seats
        (last,) = [one for one in seats if one.state is not SeatState.GIVEN]
        silent.append(last.due is not None and last.due < at.date())
    assert silent == [True, False], "the first waited in vain, the second still waits"


def money_was_taken_counted_and_goes_back(hall_id: UUID, at: datetime) -> None:
    opened, closed = told(hall_id, at, cases.TillOpened), told(hall_id, at, cases.TillClosed)
    assert {entry.at.date() for entry in opened} >= {at.date()}, "the tills stand open this morning"
    assert closed and all(entry.event.difference == 0 for entry in closed)
    cash = [one for one in case_selectors.takings(hall_id, at.date()) if one.cash]
    assert len(cash) == 2, "both windows have taken cash today"
    assert len(told(hall_id, at, cases.RefundPaid)) == 1
    assert len(case_selectors.open_refunds(hall_id)) == 1, "another waits for the chief representative"


def hours_were_changed(hall_id: UUID, at: datetime) -> None:
    changes = organization.hours_changes(hall_id, since=at.date() - 30 * DAY, until=at.date() + 30 * DAY)
    assert Counter(one.state for one in changes) == {
        ChangeState.APPROVED: 3,
        ChangeState.REFUSED: 1,
        ChangeState.REQUESTED: 1,
    }
    extension = next(one for one in changes if one.day < at.date() and one.state is ChangeState.APPROVED)
    extra = posts.extra_time(hall_id, since=extension.day, until=extension.day + DAY, at=at)
    assert [one.minutes for one in extra] == [20]


def who_could_not_wait_was_let_through(hall_id: UUID, at: datetime) -> None:
    assert len(told(hall_id, at, queueing.PriorityRequested)) == 2
    granted = told(hall_id, at, queueing.PriorityGranted)
    assert any(entry.at.date() < at.date() for entry in granted)
