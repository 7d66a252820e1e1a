"""A hall lays its own values over the rules: stricter yes, weaker no, backwards never."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import override

from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.kernel.idempotency import KeyReused
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.regulations import register, selectors, services
from yichuang.regulations.models import ParameterValue
from yichuang.regulations.types import GeneralValue, ValueCard

pytestmark = pytest.mark.django_db

HALL, OTHER_HALL = new_id(), new_id()
ZHOU_OF_THE_OFFICE = Actor(ActorKind.PERSON, new_id(), HALL)
# a Monday morning in the hall
NOW = datetime(2026, 6, 1, 1, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)
FIRST_OF_JULY = date(2026, 7, 1)


def set_by_zhou(parameter: str, value: Any, since: date = TODAY, **more: Any) -> ValueCard:
    words = {"hall_id": HALL, "reason": "中心办〔2026〕3号", "by": ZHOU_OF_THE_OFFICE, "at": NOW} | more
    return services.set_parameter(parameter=parameter, value=value, active_from=since, **words)


@proves("RUL-01")
def test_a_stricter_value_is_saved_with_a_link_to_the_rule_it_refines() -> None:
    first = set_by_zhou("med.emergency_start", 4)
    second = set_by_zhou("med.emergency_start", 3, FIRST_OF_JULY)

    assert (first.general, first.parent_id) == (5, None)
    assert (second.general, second.parent_id) == (5, first.id)
    assert selectors.parameter(HALL, "med.emergency_start", TODAY) == 4


@proves("RUL-01", refuses=True)
@pytest.mark.parametrize(
    ("parameter", "weaker"),
    [
        ("med.emergency_start", 6),
        ("ab.handlers_per_post", 1),
        ("star.period", "year"),
        ("two.visits_max", 3),
        ("queue.missed_calls", 0),
        ("phrase.taboo_list", ["这不归我管"]),
    ],
)
def test_a_value_weaker_than_the_general_rule_is_refused(parameter: str, weaker: Any) -> None:
    with pytest.raises(Refusal) as refused:
        set_by_zhou(parameter, weaker)

    assert refused.value.rule == "RUL-01"
    assert not ParameterValue.objects.exists()
    assert not Entry.objects.filter(name="regulations.parameter_set").exists()


@proves("RUL-01", refuses=True)
@pytest.mark.parametrize("nothing", [None, []])
def test_a_rule_cannot_be_taken_away(nothing: Any) -> None:
    with pytest.raises(services.RemovesTheRule) as refused:
        set_by_zhou("phrase.taboo_list", nothing)

    assert refused.value.rule == "RUL-01"


def test_the_refusal_names_the_rule_and_its_general_value_in_the_readers_language() -> None:
    with override("zh-hans"), pytest.raises(services.WeakensTheRule) as told_in_chinese:
        set_by_zhou("staff.age_limit", 45)
    with override("en"), pytest.raises(services.WeakensTheRule) as told_in_english:
        set_by_zhou("staff.age_limit", 45)

    with override("zh-hans"):
        assert (
            str(told_in_chinese.value) == "“窗口人员年龄上限（一般）”：通用规定为40，本厅只能更严，不能放宽。"
        )
    with override("en"):
        assert "Usual age limit of posted staff: a hall may be stricter" in str(told_in_english.value)


@proves("RUL-02")
def test_a_fact_is_judged_by_the_value_of_its_own_day() -> None:
    set_by_zhou("first.read_limit", 3, TODAY)
    set_by_zhou("first.read_limit", 2, FIRST_OF_JULY)

    on_the_eve = selectors.parameter(HALL, "first.read_limit", FIRST_OF_JULY - timedelta(days=1))
    on_the_day = selectors.parameter(HALL, "first.read_limit", FIRST_OF_JULY)

    assert (on_the_eve, on_the_day) == (3, 2)


@proves("RUL-02", refuses=True)
def test_a_value_cannot_be_made_to_hold_for_days_gone_by() -> None:
    with pytest.raises(services.NotBackwards) as refused:
        set_by_zhou("first.read_limit", 2, TODAY - timedelta(days=1))

    assert refused.value.rule == "RUL-02"
    assert selectors.parameter(HALL, "first.read_limit", TODAY - timedelta(days=1)) == 4


@proves("RUL-02", refuses=True)
def test_a_value_in_force_cannot_be_ended_for_days_gone_by() -> None:
    card = set_by_zhou("first.read_limit", 2)
    in_august = datetime(2026, 8, 3, 1, 0, tzinfo=UTC)

    with pytest.raises(services.NotBackwards):
        services.end_parameter(
            hall_id=HALL, value_id=card.id, on=FIRST_OF_JULY, by=ZHOU_OF_THE_OFFICE, at=in_august
        )

    assert selectors.parameter(HALL, "first.read_limit", FIRST_OF_JULY) == 2


def test_a_general_rule_that_became_stricter_prevails_over_the_halls_older_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import dataclasses

    set_by_zhou("med.consult_arrival", 8)
    stricter_from_july = (GeneralValue(None, 10), GeneralValue(FIRST_OF_JULY, 6))
    one = dataclasses.replace(selectors.parameter_of("med.consult_arrival"), general=stricter_from_july)
    monkeypatch.setitem(register.parameters(), one.key, one)

    assert selectors.parameter(HALL, one.key, FIRST_OF_JULY - timedelta(days=1)) == 8
    assert selectors.parameter(HALL, one.key, FIRST_OF_JULY) == 6
    with pytest.raises(services.WeakensTheRule):
        set_by_zhou(one.key, 7, TODAY + timedelta(days=1))


def test_a_value_for_july_only_gives_way_to_the_earlier_one_in_august() -> None:
    set_by_zhou("queue.crowd_threshold", 80)
    set_by_zhou("queue.crowd_threshold", 40, FIRST_OF_JULY, active_until=date(2026, 8, 1))

    values = [selectors.parameter(HALL, "queue.crowd_threshold", date(2026, month, 1)) for month in (6, 7, 8)]

    assert values == [80, 40, 80]


def test_a_blank_of_the_rules_stays_a_blank_until_the_hall_fills_it() -> None:
    with pytest.raises(selectors.ParameterUnset):
        selectors.parameter(HALL, "score.absent.deduct", TODAY)

    set_by_zhou("score.absent.deduct", 2.5)

    assert selectors.parameter(HALL, "score.absent.deduct", TODAY) == 2.5
    with pytest.raises(selectors.ParameterUnset):
        selectors.parameter(OTHER_HALL, "score.absent.deduct", TODAY)


def test_a_table_of_another_room_is_not_set_here() -> None:
    with pytest.raises(selectors.KeptElsewhere):
        selectors.parameter(HALL, "calendar.holidays_and_makeup_days", TODAY)
    with pytest.raises(selectors.KeptElsewhere):
        set_by_zhou("hours.sessions", [["09:00", "12:00"]])

    assert selectors.parameter(HALL, "hours.sessions", TODAY) == [["08:00", "12:00"], ["13:30", "17:00"]]


def test_ending_a_value_brings_the_general_one_back_and_a_coming_one_is_withdrawn() -> None:
    now = set_by_zhou("queue.missed_calls", 4)
    coming = set_by_zhou("queue.missed_calls", 5, FIRST_OF_JULY)
    at = NOW + timedelta(days=3)

    ended = services.end_parameter(
        hall_id=HALL, value_id=now.id, on=date(2026, 6, 10), by=ZHOU_OF_THE_OFFICE, at=at
    )
    withdrawn = services.end_parameter(
        hall_id=HALL, value_id=coming.id, on=date(2026, 6, 10), by=ZHOU_OF_THE_OFFICE, at=at
    )

    assert ended.active_until == date(2026, 6, 10) and withdrawn.withdrawn_at == at
    assert selectors.parameter(HALL, "queue.missed_calls", date(2026, 6, 9)) == 4
    assert selectors.parameter(HALL, "queue.missed_calls", date(2026, 7, 2)) == 3
    assert len(selectors.history(HALL, "queue.missed_calls")) == 2
    with pytest.raises(services.AlreadyEnded):
        services.end_parameter(
            hall_id=HALL, value_id=now.id, on=date(2026, 6, 11), by=ZHOU_OF_THE_OFFICE, at=at
        )


def test_setting_a_value_again_for_the_same_day_withdraws_the_first_and_keeps_it_readable() -> None:
    first = set_by_zhou("queue.missed_calls", 4)
    second = set_by_zhou("queue.missed_calls", 5, at=NOW + timedelta(minutes=5))

    history = {card.id: card for card in selectors.history(HALL, "queue.missed_calls")}

    assert history[first.id].withdrawn_at is not None
    assert second.parent_id is None
    assert selectors.parameter(HALL, "queue.missed_calls", TODAY) == 5


def test_the_journal_keeps_who_set_what_and_from_when_but_no_text() -> None:
    set_by_zhou("queue.missed_calls", 4)
    taboo = [*selectors.parameter(HALL, "phrase.taboo_list", TODAY), "您自己不会看吗"]
    set_by_zhou("phrase.taboo_list", taboo)

    calls, phrases = Entry.objects.filter(name="regulations.parameter_set").order_by("id")

    assert calls.actor_id == ZHOU_OF_THE_OFFICE.id
    assert calls.subject_id == services.subject_of(HALL, "queue.missed_calls")
    body = json.loads(calls.body)
    assert (body["parameter"], body["value"], body["active_from"]) == (
        "queue.missed_calls",
        "4",
        "2026-06-01",
    )
    assert "您自己" not in phrases.body and "sha256:" in phrases.body
    assert "中心办" not in calls.body


@pytest.mark.parametrize("reason", ["", "   ", "理" * 201])
def test_a_value_needs_a_reason_of_reasonable_length(reason: str) -> None:
    with pytest.raises(services.ReasonMissing):
        set_by_zhou("queue.missed_calls", 4, reason=reason)


def test_no_identity_or_phone_number_gets_into_a_rule() -> None:
    with pytest.raises(services.NoPersonInARule):
        set_by_zhou("queue.missed_calls", 4, reason="问 13812345678")
    with pytest.raises(services.NoPersonInARule):
        set_by_zhou("phrase.taboo_list", ["110101199003077758"])


@pytest.mark.parametrize("value", [10, 3.5, "3", True, "'; DROP TABLE", {"a": 1}])
def test_a_value_of_the_wrong_shape_is_refused(value: Any) -> None:
    with pytest.raises(services.ValueUnfit):
        set_by_zhou("queue.missed_calls", value)


def test_a_value_must_not_end_before_it_begins() -> None:
    with pytest.raises(services.EndsBeforeItBegins):
        set_by_zhou("queue.missed_calls", 4, FIRST_OF_JULY, active_until=FIRST_OF_JULY)


def test_another_halls_parameter_and_an_unknown_one_look_the_same() -> None:
    for parameter, hall in (("queue.missed_calls", OTHER_HALL), ("queue.no_such", HALL)):
        with pytest.raises(selectors.UnknownRule):
            set_by_zhou(parameter, 4, hall_id=hall)
    card = set_by_zhou("queue.missed_calls", 4)
    stranger = Actor(ActorKind.PERSON, new_id(), OTHER_HALL)
    with pytest.raises(selectors.UnknownRule):
        services.end_parameter(hall_id=OTHER_HALL, value_id=card.id, on=TODAY, by=stranger, at=NOW)


def test_pressing_save_twice_sets_the_value_once() -> None:
    key = Key("the-form-of-monday", "a" * 64)

    first = set_by_zhou("queue.missed_calls", 4, key=key)
    again = set_by_zhou("queue.missed_calls", 4, key=key)

    assert first.id == again.id
    assert ParameterValue.objects.count() == 1
    with pytest.raises(KeyReused):
        set_by_zhou("queue.missed_calls", 5, key=Key(key.value, "b" * 64))


def test_every_parameter_of_a_hall_is_read_in_one_query(django_assert_num_queries: Any) -> None:
    set_by_zhou("queue.missed_calls", 4)
    set_by_zhou("queue.missed_calls", 5, FIRST_OF_JULY)

    with django_assert_num_queries(1):
        cards = {card.parameter.key: card for card in selectors.parameter_cards(HALL, TODAY)}

    missed = cards["queue.missed_calls"]
    assert (missed.value, missed.general, len(missed.coming)) == (4, 3, 1)
    assert not cards["score.absent.deduct"].is_set
    assert isinstance(missed.hall_value.id if missed.hall_value else None, UUID)
