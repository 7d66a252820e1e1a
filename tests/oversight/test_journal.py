"""The journal page: who may read it, what it shows, and that it never names a visitor."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.halls import at
from tests.oversight.conftest import House, words
from yichuang.kernel.journal import reading
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.reading import Wanted
from yichuang.regulations import services
from yichuang.screens.oversight import verification

HALF_PAST_NINE = "2026-03-02T01:30:00+00:00"


def set_value(house: House, value: int, minutes: int = 0) -> None:
    services.set_parameter(
        hall_id=house.hall.id,
        parameter="queue.missed_calls",
        value=value,
        active_from=house.moment.date(),
        reason="中心办〔2026〕3号",
        by=house.hall.person("0301"),
        at=house.moment + timedelta(minutes=minutes),
    )


@pytest.fixture
def sealed(house: House) -> House:
    for value in (4, 5, 6):
        set_value(house, value, value)
    hear()
    return house


@pytest.mark.parametrize(
    ("who", "status"), [("", 303), ("0101", 200), ("0301", 200), ("0302", 200), ("0303", 403)]
)
def test_the_journal_opens_to_those_who_answer_for_the_hall(sealed: House, who: str, status: int) -> None:
    for address in ("/journal/", "/journal/1/", "/journal/verify/now/"):
        assert sealed.browser(who).get(address).status_code == status
    if status != 200:
        assert sealed.browser(who).post("/journal/verify/").status_code in (401, 403)


def test_it_says_what_happened_in_the_words_of_the_hall(sealed: House) -> None:
    chinese = words(sealed.browser("0101").get("/journal/?event=regulations.parameter_set"))
    english = words(sealed.browser("0101").get("/journal/?event=regulations.parameter_set&lang=en"))

    assert chinese.count('<td class="journal-what">本厅设定了制度参数') == 3
    assert english.count("The hall laid its own value over a parameter of the rules.</td>") == 3
    assert "0301" in chinese and "queue.missed_calls" in chinese


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("event=regulations.parameter_set", 3),
        ("event=regulations.parameter_set&day=2026-03-02", 3),
        ("event=regulations.parameter_set&day=2026-03-03", 0),
        ("event=regulations.parameter_set&who=0301", 3),
        ("event=regulations.parameter_set&who=0302", 0),
        ("who=9999", 0),
        ("event=no.such_event", 0),
        ("window=99", 0),
        ("day=nonsense", 0),
        ("subject=nonsense", 0),
        ("subject=0195d3a0-7b1e-7c44-8f5e-3f1a5a0c9d21", 0),
        (f"who={'9' * 500}", 0),
    ],
)
def test_it_is_looked_through_and_nonsense_finds_nothing(sealed: House, query: str, found: int) -> None:
    answer = sealed.browser("0101").get(f"/journal/?{query}")

    assert answer.status_code == 200
    assert words(answer).count('<td class="journal-what">') == found


def test_the_same_subject_is_followed_by_its_link(sealed: House) -> None:
    browser = sealed.browser("0101")
    link = re.search(
        r'href="(\?subject=[0-9a-f-]+)"',
        words(browser.get("/journal/?who=0301&event=regulations.parameter_set")),
    )

    assert link
    assert words(browser.get(f"/journal/{link[1]}")).count("本厅设定了制度参数") >= 3


def test_a_long_journal_is_read_page_by_page_without_gap_or_double(house: House) -> None:
    for minute in range(60):
        set_value(house, 4 + minute % 2, minute)
    hear()
    seen: list[int] = []
    browser, address = house.browser("0101"), "/journal/"
    while address:
        page = words(browser.get(address))
        seen += map(int, re.findall(r'id="e(\d+)"', page))
        older = re.search(r'href="(\?[^"]*before=\d+[^"]*)"', page)
        address = f"/journal/{older[1]}" if older else ""

    assert seen == list(range(seen[0], 0, -1))
    assert seen[0] > 60


def test_newer_and_older_lead_to_each_other(house: House) -> None:
    for minute in range(30):
        set_value(house, 4 + minute % 2, minute)
    hear()

    newest = reading.page(house.hall.id, Wanted(), size=10)
    second = reading.page(house.hall.id, Wanted(), before=newest.older, size=10)
    back = reading.page(house.hall.id, Wanted(), after=second.newer, size=10)

    assert back.entries == newest.entries
    assert (newest.newer, back.newer) == (None, None)
    assert second.entries[0].seq == newest.entries[-1].seq - 1


def test_one_entry_shows_how_it_is_sealed(sealed: House) -> None:
    page = words(sealed.browser("0302").get("/journal/1/"))
    found = reading.by_seq(sealed.hall.id, 1)

    assert found
    assert found[1].leaf in page and found[1].root in page


@pytest.mark.parametrize("seq", ["0", "999999", "9" * 30])
def test_an_entry_that_does_not_exist_is_not_found(sealed: House, seq: str) -> None:
    assert sealed.browser("0302").get(f"/journal/{seq}/").status_code == 404


def test_the_page_names_nobody_but_by_worker_number(sealed: House) -> None:
    page = words(sealed.browser("0302").get("/journal/"))
    # the one who reads stands in the bar, by the name on the badge
    told = page[page.index('id="main"') :]

    assert not any(name in told for name in ("张伟国", "李娜", "王秀英", "赵磊", "陈静", "何琳"))


def at_once(work: Callable[[], None]) -> None:
    work()


def test_verifying_says_that_every_entry_is_as_it_was_written(
    sealed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification.start, "__kwdefaults__", {"run": at_once})
    browser = sealed.browser("0302")

    answer = browser.post("/journal/verify/")

    assert answer.status_code == 303
    page = words(browser.get("/journal/"))
    assert "条记录与写入时一致" in page and "0302" in page


def test_a_finding_is_told_in_both_languages_and_not_as_an_all_clear(
    sealed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from yichuang.kernel.journal import guard
    from yichuang.kernel.journal.models import Entry

    monkeypatch.setattr(verification.start, "__kwdefaults__", {"run": at_once})
    with guard.lifted():
        Entry.objects.filter(name="regulations.parameter_set").update(at=at("08:00"))
    browser = sealed.browser("0302")

    browser.post("/journal/verify/")

    assert "与写入时一致" not in words(browser.get("/journal/"))
    assert 'class="journal-verdict bad"' in words(browser.get("/journal/?lang=en"))
    assert "was changed after it had been sealed" in words(browser.get("/journal/?lang=en"))


def test_two_people_asking_at_once_start_one_verification(sealed: House) -> None:
    waiting: list[Any] = []

    first = verification.start(
        sealed.hall.id, asked_by="0301", asked_at="2026-03-02T01:30:00+00:00", run=waiting.append
    )
    second = verification.start(
        sealed.hall.id, asked_by="0302", asked_at="2026-03-02T01:31:00+00:00", run=waiting.append
    )

    assert (first, second, len(waiting)) == (True, False, 1)
    assert "hx-get" in words(sealed.browser("0302").get("/journal/verify/now/"))
    waiting[0]()
    state = verification.state_of(sealed.hall.id)
    assert state and state.ok and not state.running and state.asked_by == "0301"


def test_a_verification_whose_process_died_can_be_asked_again(sealed: House) -> None:
    import dataclasses

    verification.start(
        sealed.hall.id, asked_by="0301", asked_at="2026-03-02T01:30:00+00:00", run=lambda work: None
    )
    state = verification.state_of(sealed.hall.id)
    assert state
    verification._note(sealed.hall.id, dataclasses.replace(state, process=2**22 + 1))

    assert "核对中断" in words(sealed.browser("0302").get("/journal/"))
    assert verification.start(sealed.hall.id, asked_by="0302", asked_at=HALF_PAST_NINE, run=lambda work: None)
