"""What goes wrong in a hall: double touches, lost lines, sessions that end while one types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Standing
from tests.browser.hands import (
    BOARD,
    DESK,
    KIOSK,
    comes_true,
    enrolled_kiosk,
    press,
    sign_in,
    sign_on,
    take_ticket,
    until,
)
from tests.doors import House
from tests.support.hall import PASSWORD

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
NUMBER = "2026-RS014-0087"


def kiosk_of(open_page: Open, standing: Standing) -> Any:
    return enrolled_kiosk(open_page(width=KIOSK[0], height=KIOSK[1]), *standing)


def desk_of(open_page: Open, house: House, number: str, window: int) -> Any:
    """Open the desk of a window, free of whatever a test before left there."""
    desk = sign_in(open_page(width=DESK[0], height=DESK[1]), house, number, "/desk/")
    if desk.locator(f"#window-{window}").count():
        sign_on(desk, window)
    return desk


def take(open_page: Open, standing: Standing, prefix: str) -> str:
    return take_ticket(kiosk_of(open_page, standing), prefix)


def finish(desk: Any) -> None:
    desk.keyboard.press("4")
    press(desk, "F4", "idle")


def test_a_double_touch_at_the_kiosk_is_one_ticket(small: Standing, open_page: Open) -> None:
    kiosk = kiosk_of(open_page, small)
    before = kiosk.inner_text("#line-D .kiosk-line-foot")
    sent: list[str] = []
    kiosk.on("request", lambda one: sent.append(one.url) if one.url.endswith("/kiosk/take/") else None)

    kiosk.dblclick("#line-D")
    kiosk.wait_for_url("**/kiosk/ticket/**")
    assert len(sent) == 1, "a second answer would lead away from the page the first one opens"
    kiosk.goto(f"{small.house.url}/kiosk/")

    assert "等候 0 人" in before
    assert "等候 1 人" in kiosk.inner_text("#line-D .kiosk-line-foot")


def test_the_kiosk_returns_to_its_first_page_by_itself(small: Standing, open_page: Open) -> None:
    kiosk = kiosk_of(open_page, small)
    kiosk.goto(f"{small.house.url}/kiosk/help/?lang=en&type=large")
    kiosk.clock.install()
    kiosk.goto(f"{small.house.url}/kiosk/help/")

    kiosk.clock.fast_forward(30_000)
    kiosk.mouse.click(500, 900)
    kiosk.clock.fast_forward(70_000)
    still_here = kiosk.url
    for _ in range(100):
        kiosk.clock.run_for(1000)
        if kiosk.url.endswith("/kiosk/"):
            break

    assert still_here.endswith("/kiosk/help/"), "a touch starts the time again"
    kiosk.wait_for_url("**/kiosk/")
    assert kiosk.get_attribute("html", "lang") == "zh-CN"


def test_a_double_click_calls_one_person_and_a_reload_loses_nothing(small: Standing, open_page: Open) -> None:
    labels = [take(open_page, small, "A") for _ in range(2)]
    desk = desk_of(open_page, small.house, "0301", 1)

    desk.dblclick("#verb-call")
    desk.wait_for_selector("#desk .desk[data-state=called]")
    press(desk, "F3", "serving")
    desk.reload()

    assert desk.inner_text(".desk-label") == labels[0]
    assert labels[1] in desk.inner_text(".desk-queue")
    desk.wait_for_selector("#desk .desk[data-state=serving]")
    finish(desk)
    press(desk, "F1", "called")
    press(desk, "F3", "serving")
    finish(desk)


def late_picture(desk: Any) -> Callable[[], None]:
    """Let the desk ask for its picture; return what lets the answer of that moment arrive."""
    late: list[tuple[Any, Any]] = []
    desk.route("**/desk/now/**", lambda one: one.continue_() if late else late.append((one, one.fetch())))
    desk.evaluate("void document.getElementById('desk').refresh()")
    until(lambda: desk.wait_for_timeout(20) or late, say="no picture was asked for")

    def arrive() -> None:
        with desk.expect_response("**/desk/now/**"):
            late[0][0].fulfill(response=late[0][1])
        desk.evaluate("new Promise((done) => setTimeout(done, 50))")

    return arrive


def test_a_picture_older_than_the_last_act_is_not_shown(small: Standing, open_page: Open) -> None:
    take(open_page, small, "A")
    desk = desk_of(open_page, small.house, "0301", 1)
    arrive = late_picture(desk)
    desk.keyboard.press("F1")
    desk.wait_for_selector("#desk .desk[data-state=called]")

    arrive()
    desk.keyboard.press("F3")

    desk.wait_for_selector("#desk .desk[data-state=serving]", timeout=3000)
    desk.unroute_all()
    finish(desk)


def test_a_key_pressed_the_instant_an_answer_stands_does_not_load_the_page_anew(
    small: Standing, open_page: Open
) -> None:
    take(open_page, small, "A")
    desk = desk_of(open_page, small.house, "0301", 1)
    desk.evaluate(
        """() => {
          window.before = true;
          const begin = new KeyboardEvent("keydown", {key: "F3", bubbles: true});
          document.addEventListener("htmx:afterRequest",
            () => queueMicrotask(() => document.body.dispatchEvent(begin)), {once: true});
        }"""
    )

    press(desk, "F1", "serving")

    assert desk.evaluate("window.before")
    finish(desk)


def test_a_picture_from_before_a_session_ended_does_not_take_the_call_to_sign_in_away(
    small: Standing, open_page: Open
) -> None:
    take(open_page, small, "A")
    desk = desk_of(open_page, small.house, "0301", 1)
    desk.forgiven += ["401", "403"]
    press(desk, "F1", "called")
    session = [one for one in desk.context.cookies() if one["name"] == "yichuang_session"]
    arrive = late_picture(desk)
    desk.context.clear_cookies(name="yichuang_session")
    desk.keyboard.press("F3")
    desk.wait_for_selector("#refusals .refusal")

    arrive()

    assert "登录" in desk.inner_text("#refusals")
    desk.context.add_cookies(session)
    desk.unroute_all()
    desk.evaluate("void document.getElementById('desk').refresh()")
    desk.wait_for_selector("#refusals .refusal", state="detached")
    press(desk, "F3", "serving")
    finish(desk)


def test_what_is_being_typed_outlives_the_news_and_keys_are_letters_then(
    small: Standing, open_page: Open
) -> None:
    take(open_page, small, "A")
    desk = desk_of(open_page, small.house, "0302", 2)
    press(desk, "F1", "called")
    press(desk, "F3", "serving")
    desk.keyboard.press("1")
    desk.wait_for_timeout(500)  # nobody types faster than the news of their own act comes round
    desk.locator("input[name=reference]").press_sequentially("2026-14")

    later = take(open_page, small, "A")
    desk.wait_for_selector(f".desk-queue >> text={later}")
    desk.keyboard.type("-77")

    assert desk.input_value("input[name=reference]") == "2026-14-77"
    assert desk.is_checked("input[value=case]"), "digits typed into the field choose no outcome"
    desk.click("label:has(input[value=information])")  # no such case is there
    press(desk, "F4", "idle")
    press(desk, "F1", "called")
    press(desk, "F3", "serving")
    finish(desk)


def test_a_session_that_ends_while_one_types_loses_nothing(small: Standing, open_page: Open) -> None:
    take(open_page, small, "A")
    desk = desk_of(open_page, small.house, "0303", 3)
    desk.forgiven += ["401", "403"]
    press(desk, "F1", "called")
    press(desk, "F3", "serving")
    desk.keyboard.press("1")
    desk.fill("input[name=reference]", NUMBER)

    desk.context.clear_cookies(name="yichuang_session")
    desk.keyboard.press("F4")

    desk.wait_for_selector("#refusals .refusal")
    assert "登录" in desk.inner_text("#refusals")
    assert desk.input_value("input[name=reference]") == NUMBER

    other = desk.context.new_page()
    other.goto(f"{small.house.url}/sign-in/")
    if other.locator("#hall").count():
        other.fill("#hall", "AYRS")
    other.fill("#number", "0303")
    other.fill("#password", PASSWORD)
    other.click(".gate-form button[type=submit]")
    other.wait_for_url(lambda url: "sign-in" not in url)
    desk.evaluate("document.getElementById('desk').refresh()")
    desk.wait_for_selector("#refusals .refusal", state="detached")
    assert desk.input_value("input[name=reference]") == NUMBER
    desk.click("label:has(input[value=information])")  # no such case is there
    press(desk, "F4", "idle")


def test_the_board_keeps_its_last_picture_while_the_line_is_down(
    serve_house: Callable[..., House], open_page: Open
) -> None:
    from tests.browser import scenes

    house = serve_house(scene=scenes.open_hall)
    hall = house.told
    standing = Standing(house, hall)
    kiosk = kiosk_of(open_page, standing)
    label = take_ticket(kiosk, "A")
    kiosk.close()  # it would tell its console that the house is gone
    desk = desk_of(open_page, house, "0301", 1)
    board = open_page(width=BOARD[0], height=BOARD[1])
    for page in (desk, board):
        page.forgiven += ["ERR_CONNECTION", "ERR_INCOMPLETE", "Failed to fetch", "ERR_EMPTY", "503"]
    board.goto(f"{house.url}/board/AYRS/")
    press(desk, "F1", "called")
    board.wait_for_selector(f".call.top >> text={label}")

    house.kill()
    board.wait_for_selector(".line-down", timeout=20_000)
    during = board.inner_text(".board-main")
    house.start()
    board.wait_for_selector(".line-down", state="detached", timeout=60_000)
    desk.reload()
    press(desk, "F3", "serving")

    assert label in during and "线路中断" in during and "09:3" in during
    board.wait_for_selector(".call.top.at-window", timeout=15_000)


def test_a_number_typed_before_the_outcome_changed_is_not_sent(small: Standing, open_page: Open) -> None:
    take(open_page, small, "A")
    desk = desk_of(open_page, small.house, "0301", 1)
    press(desk, "F1", "called")
    press(desk, "F3", "serving")
    desk.keyboard.press("1")
    desk.fill("input[name=reference]", NUMBER)

    desk.click("label:has(input[value=information])")

    press(desk, "F4", "idle")


def test_finish_rests_while_it_is_on_its_way(small: Standing, open_page: Open) -> None:
    take(open_page, small, "A")
    desk = desk_of(open_page, small.house, "0301", 1)
    press(desk, "F1", "called")
    press(desk, "F3", "serving")
    held: list[Any] = []
    desk.route("**/desk/finish/", lambda route: held.append(route))

    desk.keyboard.press("4")
    desk.keyboard.press("F4")

    desk.wait_for_selector("#verb-finish[aria-busy=true]:disabled")
    held[0].continue_()
    desk.wait_for_selector("#desk .desk[data-state=idle]")


def test_an_act_that_reaches_nobody_says_so(small: Standing, open_page: Open) -> None:
    kiosk = kiosk_of(open_page, small)
    kiosk.forgiven += ["ERR_FAILED", "htmx:"]
    kiosk.route("**/kiosk/take/", lambda route: route.abort())

    kiosk.click("#line-A")

    kiosk.wait_for_selector("#refusals >> text=没有送达")
    kiosk.unroute("**/kiosk/take/")
    assert take_ticket(kiosk, "A").startswith("A")


def test_the_kiosk_stays_while_the_server_cannot_be_reached(small: Standing, open_page: Open) -> None:
    kiosk = kiosk_of(open_page, small)
    kiosk.forgiven += ["ERR_INTERNET_DISCONNECTED"]
    kiosk.clock.install()
    kiosk.goto(f"{small.house.url}/kiosk/help/")
    kiosk.context.set_offline(True)

    for _ in range(100):
        kiosk.clock.run_for(1000)
    kiosk.wait_for_timeout(500)

    assert kiosk.locator(".kiosk-steps").count() == 1
    kiosk.context.set_offline(False)
    for _ in range(100):
        kiosk.clock.run_for(1000)
    kiosk.wait_for_url("**/kiosk/")


def test_a_page_come_back_to_has_keys_of_its_own(small: Standing, open_page: Open) -> None:
    kiosk = kiosk_of(open_page, small)
    used = kiosk.input_value("input[name=key] >> nth=0")

    with kiosk.expect_navigation():
        kiosk.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    assert kiosk.input_value("input[name=key] >> nth=0") != used


def test_a_board_that_stands_for_weeks_shows_today(small: Standing, open_page: Open) -> None:
    board = open_page(width=BOARD[0], height=BOARD[1])
    board.goto(f"{small.house.url}/board/AYRS/")
    first = board.inner_text(".board-day")

    def tomorrow(route: Any) -> None:
        answer = route.fetch()
        clock = answer.headers["x-hall-clock"].replace("2026-03-02T", "2026-03-03T")
        route.fulfill(response=answer, headers={**answer.headers, "x-hall-clock": clock})

    board.route("**/board/AYRS/now/**", tomorrow)
    board.evaluate("document.getElementById('board').refresh()")

    assert first == "2026-03-02 周一"
    board.wait_for_selector(".board-day >> text=2026-03-03 周二")


def test_a_fresh_call_goes_on_lighting_up_when_more_happens(small: Standing, open_page: Open) -> None:
    take(open_page, small, "A")
    desk = desk_of(open_page, small.house, "0301", 1)
    board = open_page(width=BOARD[0], height=BOARD[1])
    board.goto(f"{small.house.url}/board/AYRS/")
    press(desk, "F1", "called")
    label = desk.inner_text(".desk-label")
    board.wait_for_selector(f".call.fresh >> text={label}")

    board.evaluate("const one = document.getElementById('board'); one.last = null; one.refresh()")
    comes_true(board, "!document.getElementById('board').busy")

    assert label in board.inner_text(".call.fresh", timeout=1000)
    press(desk, "F3", "serving")
    finish(desk)
