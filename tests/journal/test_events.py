"""An event holds ids and plain values only; what cannot hold free text never will."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.journal.rehearsal import LetterAnswered, LetterArrived, Tone
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal import events
from yichuang.kernel.journal.events import Event, UnknownEvent, all_events, body_of, event, fits, load


@pytest.fixture(autouse=True)
def _declared_for_one_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_registry", all_events())


def letter(**values: Any) -> LetterArrived:
    plain: dict[str, Any] = {"letter_id": new_id(), "tone": Tone.KIND}
    return LetterArrived(**(plain | values))


moments = st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)).map(
    lambda naive: naive.replace(tzinfo=timezone(timedelta(hours=8)))
)
letters = st.builds(
    LetterArrived,
    letter_id=st.uuids(),
    tone=st.sampled_from(Tone),
    label=st.from_regex(r"[A-Z][0-9]{1,6}(-[a-z]{1,20})?", fullmatch=True),
    pages=st.integers(),
    weight=st.floats(allow_nan=False, allow_infinity=False),
    registered=st.booleans(),
    dated=st.none() | st.dates(),
    stamped=st.none() | moments,
    enclosures=st.lists(st.uuids(), max_size=4).map(tuple),
)


@given(letters)
def test_every_event_reads_back_as_it_was_written(one: LetterArrived) -> None:
    body = body_of(one)

    again = load(one.stored_name, one.version, body)

    assert again == one and body_of(again) == body


def test_a_body_is_one_line_with_sorted_keys_and_no_spaces() -> None:
    one = LetterArrived(
        UUID(int=1), Tone.STERN, stamped=datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    )

    assert body_of(one) == (
        '{"dated":null,"enclosures":[],"label":"L001","letter_id":"00000000000000000000000000000001","pages":1,'
        '"registered":false,"stamped":"2026-03-02T01:30:00.000000+00:00","tone":"stern","weight":20.5}'
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": "Mr Wang came late"},  # free text
        {"label": "王建国"},  # a name
        {"label": "x" * 65},
        {"label": "13800138000"},  # a telephone
        {"label": "tel:138 0013 8000"},
        {"label": "11010519491231002X"},  # an identity number, its check character right
        {"label": "no/11010519491231002x"},
        {"letter_id": "01a2007c2ae675568c8b10ba82c469fa"},  # a string that looks like an id
        {"pages": True},
        {"pages": "3"},
        {"registered": 1},
        {"tone": "rude"},
        {"stamped": datetime(2026, 3, 2)},  # nobody knows where
        {"dated": datetime(2026, 3, 2, tzinfo=UTC)},
        {"enclosures": [UUID(int=1)]},
        {"enclosures": ("x",)},
        {"weight": "heavy"},
        {"letter_id": None},
    ],
)
def test_what_is_no_plain_value_is_refused_when_it_is_written(wrong: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"rehearsal\.letter_arrived"):
        body_of(letter(**wrong))


def test_not_a_number_is_refused() -> None:
    with pytest.raises(ValueError):
        body_of(letter(weight=float("nan")))


@pytest.mark.parametrize(
    ("code", "fit"),
    [
        ("A016", True),
        ("", True),
        ("HRSS-2026/0017", True),
        ("31011520260302000123", True),  # a case number of twenty digits
        ("110105194912310011", False),  # eighteen digits whose last one is right for a person
        ("110105194912310012", True),  # … and wrong: a case number
        ("+8613800138000", False),
        ("23800138000", True),
        ("a" * 64, True),
        ("f3b5c913800138000d41", True),  # inside a hash
        ("张三", False),
        ("a b", False),
        ("a\n", False),
    ],
)
def test_a_code_is_short_and_is_nobodys_number(code: str, fit: bool) -> None:
    assert fits(code) is fit


def _declare(annotations: dict[str, Any], **options: Any) -> type[Event]:
    body = {"__annotations__": annotations, "__doc__": "A test happened.", "__module__": __name__}
    return event(f"rehearsal.declared_{new_id().hex}", **options)(type("Declared", (Event,), body))


class Loose(str):
    """A string of no particular kind."""


class Colour(StrEnum):
    """A plain choice."""

    RED = "red"


@pytest.mark.parametrize(
    "kind", [dict, list[str], object, Any, bytes, Loose, str | int, dict[str, str], tuple[int, str]]
)
def test_a_field_that_could_hold_anything_is_refused_when_the_event_is_declared(kind: Any) -> None:
    with pytest.raises(TypeError, match=r"Declared\.note"):
        _declare({"note": kind})


@pytest.mark.parametrize(
    "kind",
    [
        UUID,
        int,
        float,
        bool,
        date,
        datetime,
        str,
        Colour,
        Colour | None,
        tuple[UUID, ...],
        tuple[Colour, ...] | None,
    ],
)
def test_a_field_of_plain_values_is_accepted(kind: Any) -> None:
    assert _declare({"note": kind}).version == 1


def test_an_event_needs_a_sentence_for_the_manual() -> None:
    with pytest.raises(ValueError, match="docstring"):
        event("rehearsal.silent")(type("Silent", (Event,), {"__module__": __name__}))


@pytest.mark.parametrize(
    "name", ["rehearsal", "Rehearsal.came", "rehearsal.came.back", "rehearsal.Came", "1.2"]
)
def test_an_event_is_called_room_and_past_tense(name: str) -> None:
    with pytest.raises(ValueError, match=r"room\.past_tense"):
        event(name)


def test_two_events_with_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two events"):
        event("rehearsal.letter_answered")(
            type("Other", (Event,), {"__doc__": "Other.", "__module__": "elsewhere"})
        )


def test_an_event_is_never_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        letter().pages = 2  # type: ignore[misc]


def test_an_old_version_is_lifted_step_by_step() -> None:
    def second(body: dict[str, Any]) -> dict[str, Any]:
        return {"letter_id": body["letter"], "pages": 0}

    def third(body: dict[str, Any]) -> dict[str, Any]:
        return body | {"pages": body["pages"] + 1}

    cls = _declare({"letter_id": UUID, "pages": int}, version=3, upcasts={1: second, 2: third})

    old = load(cls.stored_name, 1, f'{{"letter":"{UUID(int=5).hex}"}}')

    assert old == cls(letter_id=UUID(int=5), pages=1)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="needs an upcast"):
        _declare({"pages": int}, version=3, upcasts={1: second})


def test_a_row_nobody_declares_or_from_the_future_is_named() -> None:
    with pytest.raises(UnknownEvent, match=r"rehearsal\.burnt@1"):
        load("rehearsal.burnt", 1, "{}")
    with pytest.raises(UnknownEvent, match=r"rehearsal\.letter_answered@2"):
        load("rehearsal.letter_answered", 2, "{}")


@pytest.mark.parametrize(
    "body", ["{}", '{"letter_id":"00","more":1}', '{"letter":"00000000000000000000000000000001"}']
)
def test_a_body_of_another_shape_is_refused(body: str) -> None:
    with pytest.raises(ValueError):
        load("rehearsal.letter_answered", 1, body)


def test_the_registry_is_a_copy() -> None:
    all_events().clear()

    assert all_events()["rehearsal.letter_answered"] is LetterAnswered
