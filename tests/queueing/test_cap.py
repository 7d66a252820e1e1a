"""Of so many calls one goes to a class: the cap, what counts toward it, and the emergency that knows none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from bench.hall import MORNING, OpenHall
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.queueing.turns import At, call, called, send_on, take, waiting
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Actor, ActorKind
from yichuang.queueing import selectors, services
from yichuang.queueing.models import Call, PolicyClass, PriorityGrant, Ticket
from yichuang.queueing.types import EndReason, GrantReason, GrantState, PriorityClass

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(hall: OpenHall) -> Actor:
    return Actor(ActorKind.PERSON, new_id(), hall.hall_id)


@proves("PRI-01")
def test_of_three_calls_one_is_a_class_and_ordinary_ones_wait_for_a_bounded_number(
    hall: OpenHall, later: At
) -> None:
    ordinary = [take(hall, later(n)).label for n in range(4)]
    old = [take(hall, later(10 + n), PriorityClass.ELDERLY).label for n in range(4)]

    order = called(hall, later, 8)

    assert order == [old[0], *ordinary[:2], old[1], *ordinary[2:], old[2], old[3]]


@proves("PRI-01")
def test_the_cap_counts_those_already_called_and_those_who_left(hall: OpenHall, later: At) -> None:
    cards = [take(hall, later(n)) for n in range(4)]
    first, second = (take(hall, later(10 + n), PriorityClass.ELDERLY).label for n in range(2))
    assert call(hall, later(20)).label == first

    citizen = selectors.citizen_at(cards[1].token)
    services.give_up(ticket_id=cards[1].id, by=citizen, at=later(30))

    labels = [card.label for card in cards]
    assert called(hall, later, 4) == [labels[0], labels[2], second, labels[3]]


@proves("PRI-01")
def test_the_cap_counts_a_call_in_the_line_it_was_called_from_wherever_the_person_was_sent_since(
    hall: OpenHall, later: At
) -> None:
    ordinary = [take(hall, later(n)).label for n in range(3)]
    there = [take(hall, later(5 + n), line=1).label for n in range(3)]
    old, other = (take(hall, later(10 + n), PriorityClass.ELDERLY) for n in range(2))
    assert call(hall, later(20)).id == old.id

    send_on(hall, old, later(30))
    third = take(hall, later(40), PriorityClass.ELDERLY)

    # line A had its capped call and owes two in plain turn; line B had none and gives one at once
    assert waiting(hall, line=0) == [*ordinary[:2], other.label, ordinary[2], third.label]
    assert waiting(hall, line=1) == [old.label, *there]


@proves("PRI-01")
def test_a_class_taken_back_at_the_window_has_had_its_call(hall: OpenHall, guide: Actor, later: At) -> None:
    ordinary = [take(hall, later(n)).label for n in range(3)]
    false = take(hall, later(10), PriorityClass.ELDERLY)
    assert call(hall, later(20)).id == false.id

    reason = EndReason.CRITERIA_NOT_MET
    services.withdraw_priority(ticket_id=false.id, reason=reason, by=guide, at=later(30))
    old = take(hall, later(40), PriorityClass.ELDERLY)

    assert waiting(hall, line=0) == [*ordinary[:2], old.label, ordinary[2]]


@proves("PRI-01")
def test_who_is_called_in_plain_turn_takes_no_call_from_a_class_whatever_class_it_has(
    hall: OpenHall, guide: Actor, later: At
) -> None:
    first, second = (take(hall, later(n)) for n in range(2))
    assert [call(hall, later(10 + n)).id for n in range(2)] == [first.id, second.id]
    send_on(hall, second, later(30))

    services.grant_priority(
        ticket_id=second.id,
        priority=PriorityClass.ELDERLY,
        reason=GrantReason.DOCUMENT_SHOWN,
        by=guide,
        at=later(40),
    )
    ordinary = take(hall, later(50))
    old = take(hall, later(60), PriorityClass.ELDERLY)

    assert waiting(hall, line=0) == [old.label, ordinary.label]


def test_a_call_made_before_calls_kept_their_class_is_given_that_of_its_ticket(
    hall: OpenHall, later: At
) -> None:
    old, ordinary = take(hall, later(0), PriorityClass.ELDERLY), take(hall, later(1))
    assert [call(hall, later(10 + n)).id for n in range(2)] == [old.id, ordinary.id]
    Call.objects.update(priority=PriorityClass.ORDINARY)

    import_module("yichuang.queueing.migrations.0012_class_of_a_call").fill_classes(apps, None)

    classes = dict(Call.objects.values_list("ticket_id", "priority"))
    assert classes == {old.id: PriorityClass.ELDERLY, ordinary.id: PriorityClass.ORDINARY}


def test_a_call_made_before_calls_kept_their_line_is_given_it_from_the_journal(
    hall: OpenHall, later: At
) -> None:
    stayed, moved = take(hall, later(0)), take(hall, later(1))
    assert call(hall, later(10)).id == stayed.id
    assert call(hall, later(20)).id == moved.id
    send_on(hall, moved, later(30))
    Call.objects.update(line_id=hall.lines[1].id)

    import_module("yichuang.queueing.migrations.0010_line_of_a_call").fill_lines(apps, None)

    lines = dict(Call.objects.values_list("ticket_id", "line_id"))
    assert lines == {stayed.id: hall.lines[0].id, moved.id: hall.lines[0].id}
    assert Ticket.objects.get(id=moved.id).line_id == hall.lines[1].id


@proves("PRI-01", refuses=True)
def test_a_class_without_criteria_is_not_saved(hall: OpenHall) -> None:
    office, day = hall.office, MORNING.date() + timedelta(days=1)
    shipped = selectors.policy(hall.hall_id, MORNING.date()).classes
    for blank in ({"criteria": "  "}, {"criteria_en": ""}):
        classes = (replace(shipped[0], **blank), *shipped[1:])
        with pytest.raises(services.CriteriaMissing):
            services.set_policy(active_from=day, classes=classes, by=office, at=MORNING)

    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyClass.objects.filter(hall_id=hall.hall_id).update(criteria="")
    assert len(selectors.policies(hall.hall_id)) == 1


@proves("PRI-04")
def test_an_emergency_is_called_at_the_next_free_window_whatever_the_cap(
    hall: OpenHall, guide: Actor, later: At
) -> None:
    take(hall, later(0))
    take(hall, later(10), PriorityClass.ELDERLY)
    assert call(hall, later(20)).priority is PriorityClass.ELDERLY
    take(hall, later(30), PriorityClass.DISABLED)
    ill = take(hall, later(40), PriorityClass.ELDERLY, line=1)

    services.grant_priority(
        ticket_id=ill.id,
        priority=PriorityClass.EMERGENCY,
        reason=GrantReason.SUDDEN_ILLNESS,
        by=guide,
        at=later(50),
    )

    assert call(hall, later(60), window=2).id == ill.id
    states = [one.state for one in PriorityGrant.objects.filter(ticket_id=ill.id).order_by("id")]
    assert states == [GrantState.WITHDRAWN, GrantState.STANDING]


@proves("PRI-04", refuses=True)
def test_no_calling_rule_does_without_the_emergency_or_caps_it(hall: OpenHall) -> None:
    day = MORNING.date() + timedelta(days=1)
    shipped = selectors.policy(hall.hall_id, MORNING.date()).classes
    with pytest.raises(services.EmergencyMissing):
        services.set_policy(active_from=day, classes=shipped[:-1], by=hall.office, at=MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        PolicyClass.objects.filter(hall_id=hall.hall_id, priority=PriorityClass.EMERGENCY).update(capped=True)

    capped = (*shipped[:-1], replace(shipped[-1], capped=True, needs_approver=True))
    kept = services.set_policy(active_from=day, classes=capped, by=hall.office, at=MORNING)

    terms = kept.of(PriorityClass.EMERGENCY)
    assert terms is not None and not terms.capped and not terms.needs_approver
