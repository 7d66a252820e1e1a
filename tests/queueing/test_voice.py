"""What the boards say: label and window token by token, every call in order, silence where it was told."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.support.hall import MORNING, Hall, build_hall
from yichuang.kernel.claims import proves
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.seal import seal
from yichuang.organization.errors import PlaceUnknown
from yichuang.queueing import selectors, services
from yichuang.queueing.rules import voice as rules
from yichuang.queueing.types import Outcome, Tongue

ZH, EN = Tongue.ZH, Tongue.EN


@pytest.fixture
def hall(db: None) -> Hall:
    return build_hall()


# ---- tokens -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "window", "tongue", "said"),
    [
        ("A012", 3, ZH, "请 A 0 1 2 号 到 3 号 窗口"),
        ("A012", 3, EN, "Ticket|A|0|1|2|please go to window|3"),
        ("A012", 10, ZH, "请 A 0 1 2 号 到 十 号 窗口"),  # ten is one word
        ("A012", 14, ZH, "请 A 0 1 2 号 到 十 4 号 窗口"),
        ("A012", 20, ZH, "请 A 0 1 2 号 到 2 十 号 窗口"),
        ("A012", 99, ZH, "请 A 0 1 2 号 到 9 十 9 号 窗口"),
        ("A012", 14, EN, "Ticket|A|0|1|2|please go to window|14"),  # up to twenty one word
        ("A012", 21, EN, "Ticket|A|0|1|2|please go to window|20|1"),
        ("YZ9999", 1, ZH, "请 Y Z 9 9 9 9 号 到 1 号 窗口"),  # a long prefix, the last number
        ("A012", 120, ZH, "请 A 0 1 2 号 到 1 2 0 号 窗口"),  # no hall has so many: digit by digit
    ],
)
def test_a_call_is_a_sequence_of_tokens(label: str, window: int, tongue: Tongue, said: str) -> None:
    assert rules.tokens(label, window, tongue) == tuple(said.split("|" if tongue is EN else " "))


@pytest.mark.parametrize(
    ("label", "window", "tongue", "said"),
    [
        ("A012", 21, ZH, "请 A 零 一 二号，到二十一号窗口"),
        ("A012", 21, EN, "Ticket A 0 1 2, please go to window 21"),
    ],
)
def test_a_made_voice_says_the_same_as_a_sentence(label: str, window: int, tongue: Tongue, said: str) -> None:
    assert rules.sentence(label, window, tongue) == said


@pytest.mark.parametrize("tongue", list(Tongue))
def test_every_number_and_window_is_said_with_clips_that_are_known(tongue: Tongue) -> None:
    known = set(rules.clips(tongue))
    said = [rules.tokens(f"{prefix}{number:03}", 1, tongue) for number in range(1, 10_000) for prefix in "AZ"]
    said += [rules.tokens("KD001", window, tongue) for window in range(1, 100)]

    assert {rules.clip_of(token, tongue) for one in said for token in one} <= known
    assert all(re.fullmatch(r"[A-Za-z0-9-]+", name) for name in known), "plain file names"
    assert len(set(said)) == len(said), "no two calls sound the same"


@proves("QUE-07", refuses=True)
@pytest.mark.parametrize("label", ["王敏", "A 1", "13812345678x", "a001"])
def test_nothing_but_a_label_is_ever_said(label: str) -> None:
    with pytest.raises(ValueError, match=re.escape(label)):
        rules.tokens(label, 3, ZH)


# ---- the order of calls -------------------------------------------------------------------------------


def labels(hall: Hall, *, zone: str | None = None, later: float = 0) -> list[str]:
    seal()
    at = MORNING + timedelta(seconds=later)
    return [one.label for one in selectors.announcements(hall.id, zone, at)]


def test_a_burst_of_calls_is_said_one_by_one_in_the_order_of_the_register(hall: Hall) -> None:
    clerks = {window: hall.sign_on(window, MORNING) for window in (1, 2, 3)}
    for _ in range(4):
        for window, clerk in clerks.items():
            hall.take("A", MORNING)
            ticket = services.call_next(window_id=hall.windows[window], by=clerk, at=MORNING)
            services.begin(ticket_id=ticket.id, by=clerk, at=MORNING)
            services.finish(ticket_id=ticket.id, outcome=Outcome.INFORMATION, by=clerk, at=MORNING)

    said = labels(hall)
    numbers = [one.number for one in selectors.announcements(hall.id, None, MORNING)]

    assert said == [f"A{number:03}" for number in range(1, 13)], "also those that are over already"
    assert numbers == sorted(set(numbers))


def test_a_recall_is_said_again_and_an_old_call_no_more(hall: Hall) -> None:
    wang = hall.sign_on(3, MORNING)
    hall.take("A", MORNING)
    ticket = services.call_next(window_id=hall.windows[3], by=wang, at=MORNING)
    services.recall(ticket_id=ticket.id, by=wang, at=MORNING + timedelta(seconds=40))

    assert labels(hall, later=40) == ["A001", "A001"]
    assert labels(hall, later=70) == ["A001"], "the recall alone is younger than a minute"
    assert labels(hall, later=101) == []


def test_a_zone_says_its_own_calls_and_another_hall_none_of_them(hall: Hall) -> None:
    other = build_hall(code="HB01")
    wang = hall.sign_on(3, MORNING)
    hall.take("A", MORNING)
    services.call_next(window_id=hall.windows[3], by=wang, at=MORNING)

    assert labels(hall, zone="A") == ["A001"]
    assert labels(hall, zone="B") == []
    assert labels(other) == []


# ---- settings -----------------------------------------------------------------------------------------


def test_a_zone_speaks_like_the_hall_until_it_has_a_setting_of_its_own(hall: Hall) -> None:
    services.set_voice(zone="", tongues=[ZH, EN], times=1, volume=60, by=hall.by, at=MORNING)
    like_the_hall = selectors.voice(hall.id, "A")
    services.set_voice(zone="A", tongues=[EN], times=3, volume=30, by=hall.by, at=MORNING)

    own = selectors.voice(hall.id, "A")

    assert (like_the_hall.tongues, like_the_hall.times, like_the_hall.own) == ((ZH, EN), 1, False)
    assert (own.tongues, own.times, own.volume, own.own) == ((EN,), 3, 30, True)
    assert selectors.voice(hall.id, None).tongues == (ZH, EN)


def test_silence_holds_at_once_is_journaled_and_ends_when_told(hall: Hall) -> None:
    services.mute(zone="A", by=hall.by, at=MORNING)
    muted = [one.muted_at for one in selectors.voices(hall.id)]
    services.unmute(zone="A", by=hall.by, at=MORNING + timedelta(minutes=5))
    seal()

    assert muted == [None, MORNING]
    assert selectors.voice(hall.id, "A").muted_at is None
    told = [one.name for one in journal.entries(hall.id, limit=2)]
    assert told == ["queueing.voice_unmuted", "queueing.voice_muted"]


def test_a_silent_hall_is_silent_in_every_zone(hall: Hall) -> None:
    services.mute(zone="", by=hall.by, at=MORNING)

    zone = selectors.voice(hall.id, "A")

    assert zone.muted_at == MORNING and not zone.muted_here


def test_a_setting_that_no_board_could_follow_is_refused(hall: Hall) -> None:
    for values in (
        {"tongues": [], "times": 1, "volume": 50},
        {"tongues": [ZH, ZH], "times": 1, "volume": 50},
        {"tongues": [ZH], "times": 4, "volume": 50},
        {"tongues": [ZH], "times": 1, "volume": 101},
    ):
        with pytest.raises(services.VoiceUnfit):
            services.set_voice(zone="", **values, by=hall.by, at=MORNING)
    with pytest.raises(PlaceUnknown):
        services.mute(zone="Q", by=hall.by, at=MORNING)
    with pytest.raises(services.NotMuted):
        services.unmute(zone="A", by=hall.by, at=MORNING)
    services.mute(zone="A", by=hall.by, at=MORNING)
    with pytest.raises(services.AlreadyMuted):
        services.mute(zone="A", by=hall.by, at=MORNING)
