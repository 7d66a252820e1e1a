"""The board says every call once, one after the other, whatever is loaded anew and when the line breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import scenes
from tests.browser.hands import BOARD, until
from tests.doors import House
from yichuang.kernel.claims import proves

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
Serve = Callable[..., House]

# a browser with a Chinese voice that tells what it says, and that was started with leave to sound
SPEAKING = """
class Said extends EventTarget { constructor(text) { super(); this.text = text; } }
const engine = new EventTarget();
Object.assign(engine, {
  open: 0,
  getVoices: () => [{ lang: "zh-CN", name: "fake" }],
  speak(said) {
    this.open += 1;
    window.told(`${this.open > 1 ? "OVERLAP " : ""}${said.lang} ${said.text}`);
    setTimeout(() => { this.open -= 1; said.dispatchEvent(new Event("end")); }, 150);
  },
  cancel() {},
});
Object.defineProperty(window, "speechSynthesis", { value: engine });
window.SpeechSynthesisUtterance = Said;
"""
ALLOWED = """
Object.defineProperty(AudioContext.prototype, "state", { get: () => "running" });
"""


def call_many(*, calls: int, windows: tuple[int, ...] = (1, 2, 3)) -> list[str]:
    """Call so many people at these windows one after the other; each visit is over at once but the last."""
    from yichuang.kernel import clock
    from yichuang.kernel.types import Actor, ActorKind
    from yichuang.organization import selectors as organization
    from yichuang.posts import selectors as on_post
    from yichuang.posts import services as posts
    from yichuang.queueing import selectors, services
    from yichuang.queueing.types import Outcome

    hall = organization.hall_by_code("AYRS")
    at = clock.now()
    rooms = {one.number: one.id for one in organization.windows(hall.id)}
    line = next(one for one in selectors.lines(hall.id, at) if one.prefix == "A")
    kiosk = Actor(ActorKind.DEVICE, line.id, hall.id)
    labels = []
    for place in range(calls):
        number = windows[place % len(windows)]
        clerk = organization.person_by_worker_number(hall.id, f"03{number:02d}")
        by = Actor(ActorKind.PERSON, clerk.id, hall.id)
        if rooms[number] not in on_post.on_duty(hall.id):
            posts.sign_on(window_id=rooms[number], by=by, at=at)
        services.take_ticket(line_id=line.id, by=kiosk, at=at)
        ticket = services.call_next(window_id=rooms[number], by=by, at=at)
        labels.append(ticket.label)
        services.begin(ticket_id=ticket.id, by=by, at=at)
        services.finish(ticket_id=ticket.id, outcome=Outcome.INFORMATION, by=by, at=at)
    return labels


def spoken(label: str) -> str:
    digits = dict(zip("0123456789", "零一二三四五六七八九", strict=True))
    return f"请 {' '.join(digits.get(one, one) for one in label)}号"


def board_of(open_page: Open, house: House, heard: list[str], *, allowed: bool = True) -> Any:
    page = open_page(width=BOARD[0], height=BOARD[1])
    page.forgiven += ["ERR_CONNECTION_REFUSED", "ERR_INCOMPLETE_CHUNKED_ENCODING", "Failed to load resource"]
    page.expose_function("told", lambda said: heard.append(said))
    page.add_init_script(SPEAKING + (ALLOWED if allowed else ""))
    page.goto(f"{house.url}/board/AYRS/")
    return page


def wait(page: Any, check: Callable[[], Any], within: float) -> None:
    """Wait for what the page tells; it is heard only while the page is asked for something."""
    until(lambda: page.wait_for_timeout(50) or check(), within=within)


def order_of(heard: list[str], labels: list[str]) -> list[str]:
    """Return which calls were said, in order, each named once however often it was repeated at a stretch."""
    found = [next(label for label in labels if spoken(label) in one) for one in heard]
    return [label for place, label in enumerate(found) if place == 0 or found[place - 1] != label]


@proves("QUE-07")
def test_a_burst_is_said_in_order_without_overlap_also_over_a_reload(
    serve_house: Serve, open_page: Open
) -> None:
    house, heard = serve_house(scene=scenes.open_hall), []
    board = board_of(open_page, house, heard)

    labels = house.scene(call_many, calls=12)
    wait(board, lambda: len(set(heard)) >= 4, within=20)
    board.wait_for_selector(".voice-banner:not([hidden])")
    shown = board.inner_text(".voice-banner")
    before = len(heard)
    board.reload()
    wait(board, lambda: any(spoken(labels[-1]) in one for one in heard), within=40)
    board.wait_for_selector(".voice-banner", state="hidden")
    board.reload()
    board.wait_for_timeout(1500)

    assert "请到" in shown and "号窗口" in shown, "who cannot hear reads it"
    assert not [one for one in heard if "OVERLAP" in one]
    assert order_of(heard, labels) == labels, "none lost, none a second time"
    assert not set(heard[:before]) & set(heard[before:]), "what was said before the reload is not said after"
    assert all(one.startswith("zh-CN 请") for one in heard)


def test_a_lost_line_keeps_the_picture_says_since_when_and_says_what_was_missed_once(
    serve_house: Serve, open_page: Open
) -> None:
    house, heard = serve_house(scene=scenes.open_hall), []
    board = board_of(open_page, house, heard)
    first = house.scene(call_many, calls=1)
    wait(board, lambda: len(heard) >= 2, within=20)

    house.kill()
    board.wait_for_selector(".line-down", timeout=20_000)
    note, kept = board.inner_text(".line-down"), board.inner_text("#board")
    missed = house.scene(call_many, calls=2)
    house.start()
    board.wait_for_selector(".line-down", state="detached", timeout=30_000)
    wait(board, lambda: any(spoken(missed[-1]) in one for one in heard), within=20)

    assert "09:3" in note and "社保综合" in kept, "the last good picture, and since when"
    assert order_of(heard, first + missed) == first + missed


def test_sound_waits_for_one_touch_and_a_machine_without_a_voice_says_so(
    serve_house: Serve, open_page: Open
) -> None:
    house, heard = serve_house(scene=scenes.open_hall), []
    silent = open_page(width=BOARD[0], height=BOARD[1])
    silent.goto(f"{house.url}/board/AYRS/A/")
    board = board_of(open_page, house, heard, allowed=False)
    button = "board-voice button"
    board.wait_for_selector(button)
    asked = board.inner_text(button)

    board.click(button)
    silent.wait_for_selector(button)
    silent.click(button)
    label = house.scene(call_many, calls=1)[0]
    wait(board, lambda: heard, within=20)
    silent.wait_for_selector(".voice-note:not([hidden])", timeout=20_000)

    assert asked == "点一下开启声音"
    assert not board.is_visible(button)
    assert spoken(label) in heard[0]
    assert silent.inner_text(".voice-note") == "本机没有语音"
