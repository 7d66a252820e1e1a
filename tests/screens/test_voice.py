"""The office sets how the boards speak; a board carries what it is to say; a hall's own clips are found."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING, Hall
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.seal import seal
from yichuang.queueing import selectors
from yichuang.queueing import services as queueing
from yichuang.queueing.types import Tongue
from yichuang.screens.lobby.commands import voice

OFFICE = "/office/voice/"


@pytest.fixture
def called(hall: Hall) -> Hall:
    """Call A001 to window 3."""
    wang = hall.sign_on(3, MORNING)
    hall.take("A", MORNING)
    queueing.call_next(window_id=hall.windows[3], by=wang, at=MORNING)
    seal()
    return hall


def said(hall: Hall) -> str:
    page = Client().get(f"/board/{hall.code}/now/").content.decode()
    found = re.search(r'<ol class="said".*?</ol>', page, re.DOTALL)
    assert found
    return found[0]


@proves("QUE-07")
def test_what_a_board_is_to_say_is_a_label_and_a_window(called: Hall) -> None:
    told = said(called)

    assert "请 A 零 零 一号，到三号窗口" in told
    assert set(re.findall(r"([\w-]+)=", told)) <= {
        "class", "data-times", "data-volume", "data-number", "data-at", "lang", "data-clips"
    }  # fmt: skip
    assert "王敏" not in told and called.people["0303"].hex not in told


def test_the_office_sets_a_zone_and_silences_it(called: Hall) -> None:
    office = person_client(called, "0001")
    values = {"zone": "A", "tongues": "zh en", "times": "1", "volume": "40"}

    set_up = office.post(f"{OFFICE}set/", values | {"key": key_in(office.get(OFFICE))})
    muted = office.post(f"{OFFICE}mute/", {"zone": "A", "key": key_in(office.get(OFFICE))})

    card = selectors.voice(called.id, "A")
    assert (set_up.status_code, muted.status_code) == (303, 303)
    assert (" ".join(card.tongues), card.times, card.volume, card.muted_here) == ("zh en", 1, 40, True)
    assert "09:30 起静音" in text_of(office.get(OFFICE))
    assert "data-muted" in Client().get(f"/board/{called.code}/A/now/").content.decode()
    assert "data-muted" not in said(called), "the whole hall speaks on"


def test_nonsense_is_refused_with_a_sentence(hall: Hall) -> None:
    office = person_client(hall, "0001")
    values = {"zone": "A", "tongues": "zh", "times": "x", "volume": "40"}

    answer = office.post(f"{OFFICE}set/", values | {"key": key_in(office.get(OFFICE))})

    assert answer.status_code == 422 and "每次呼叫播报 1 至 3 遍" in text_of(answer)


def test_a_halls_own_clips_are_played_once_all_of_a_sentence_are_there(
    called: Hall, settings: object, tmp_path: Path
) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    folder = tmp_path / "voice" / "zh"
    folder.mkdir(parents=True)
    for name in sorted(selectors.clip_names(selectors.voice(called.id, None).tongues[0]) - {"A"}):
        (folder / f"{name}.wav").write_bytes(b"RIFF")
    (folder / "secret.wav").write_bytes(b"RIFF")
    without = said(called)
    (folder / "A.mp3").write_bytes(b"ID3")

    played = said(called)

    assert 'data-clips=""' in without
    assert 'data-clips="/voice/zh/qing/ /voice/zh/A/ /voice/zh/0/ /voice/zh/0/ /voice/zh/1/' in played
    answer = Client().get("/voice/zh/A/")
    assert answer.headers["Content-Type"] == "audio/mpeg" and b"".join(answer.streaming_content) == b"ID3"
    for address in ("/voice/zh/secret/", "/voice/fr/A/", "/voice/en/A/"):
        assert Client().get(address).status_code == 404


WRITES = "import sys; open(sys.argv[1], 'wb').write(sys.argv[2].encode())"
ENGINE = f'{sys.executable} -c "{WRITES}" {{file}} {{text}}'
MUTE = f"{sys.executable} -c 'import sys; sys.exit(\"no such voice\")' {{file}} {{text}}"


def test_an_engine_says_every_clip_once_and_a_recorded_one_stays(
    called: Hall, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.HOME = tmp_path
    (tmp_path / "voice" / "zh").mkdir(parents=True)
    (tmp_path / "voice" / "zh" / "qing.mp3").write_bytes(b"recorded")
    wanted = selectors.clip_texts(Tongue.ZH)

    first = voice(["--language", "zh", "--engine", ENGINE])

    made = {one.stem: one.read_bytes().decode() for one in (tmp_path / "voice" / "zh").glob("*.wav")}
    assert first == 0 and str(len(wanted) - 1) in capsys.readouterr().out
    assert made == {name: text for name, text in wanted.items() if name != "qing"}
    assert (made["10"], made["3"], made["A"], made["chuangkou"]) == ("十", "三", "A", "窗口")
    assert "/voice/zh/qing/" in said(called), "what is all there is played from clips"
    assert voice(["--language", "zh", "--engine", ENGINE]) == 0 and " 0 " in capsys.readouterr().out
    voice(["--language", "zh", "--engine", ENGINE, "--anew"])
    assert not (tmp_path / "voice" / "zh" / "qing.mp3").exists()


@pytest.mark.parametrize(
    ("engine", "why"), [(MUTE, "no such voice"), ("no-such-engine {file}", "no-such-engine")]
)
def test_an_engine_that_fails_says_why_and_leaves_no_half_clip(
    settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str, why: str
) -> None:
    settings.HOME = tmp_path

    assert voice(["--engine", engine]) == 1

    assert why in capsys.readouterr().err
    assert not [one for one in tmp_path.rglob("*") if one.is_file()]
