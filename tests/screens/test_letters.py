"""The pages of a notice: by its address, as a file, and by number and code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.notices import told
from tests.support.callers import text_of
from tests.support.hall import MORNING, Hall
from yichuang.catalogue import services as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel import clock
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.scanner import scan
from yichuang.kernel.vault.types import Kind
from yichuang.notices import codes, services
from yichuang.notices.types import NoticeCard


@pytest.fixture
def about(hall: Hall) -> ItemCard:
    catalogue.import_catalogue(
        hall_id=hall.id, text=told.CATALOGUE, source_name="test", by=hall.by, at=MORNING
    )
    hall.sign_on(1, MORNING)
    return told.item(hall)


@pytest.fixture
def notice(hall: Hall, about: ItemCard) -> NoticeCard:
    name = vault.keep(
        hall_id=hall.id,
        kind=Kind.NAME,
        value="欧阳建国",
        purpose="cases.applicant",
        expires_at=MORNING + timedelta(days=9),
        by=hall.clerk(1),
        at=MORNING,
    )
    note = "请到单位补章,联系13812342210"
    return told.issued(hall, about, addressee_entry=name, gaps=(told.gap(about, 2, note=note),))


def open_it(hall: Hall, number: str, code: str, client: Client | None = None) -> Any:
    said = {"number": number, "code": code}
    return (client or Client()).post(f"/notices/{hall.code}/open", said)


@proves("ONE-11")
def test_number_and_code_show_the_whole_notice_and_its_version(hall: Hall, notice: NoticeCard):
    opened = open_it(hall, "告 2026-1", codes.code_of(notice.id))
    page = Client().get(opened.headers["Location"])

    said = text_of(page)
    for part in (notice.number, "终止劳动关系证明", "请到单位补章", "失业保险条例", "第 1 版", "有效"):
        assert part in said
    assert opened.status_code == 303 and page.status_code == 200


@proves("ONE-11")
def test_a_wrong_code_and_an_unknown_number_look_the_same(hall: Hall, notice: NoticeCard):
    wrong = open_it(hall, notice.number, "00000000")
    unknown = open_it(hall, "告字〔2026〕第99号", codes.code_of(notice.id))

    assert (wrong.status_code, text_of(wrong)) == (unknown.status_code, text_of(unknown))
    assert wrong.status_code == 404 and "没有与该编号和查询码相符的告知书" in text_of(wrong)


@proves("ONE-11")
def test_after_five_wrong_codes_the_right_one_looks_wrong_too(hall: Hall, notice: NoticeCard):
    right = codes.code_of(notice.id)
    wrong = [text_of(open_it(hall, notice.number, "00000000")) for _try in range(5)]

    assert {text_of(open_it(hall, notice.number, right)), *wrong} == {wrong[0]}
    with clock.frozen(MORNING + timedelta(minutes=15)):
        assert open_it(hall, notice.number, right).status_code == 303


def test_the_page_of_looking_up_asks_for_two_things(hall: Hall):
    page = Client().get(f"/notices/{hall.code}/")

    assert page.status_code == 200 and "查询码" in text_of(page)
    assert Client().get("/notices/NOWHERE/").status_code == 404


def test_the_page_shows_nobody_in_full_and_the_address_nothing(hall: Hall, notice: NoticeCard):
    page = Client().get(f"/n/{notice.token}/").content.decode()

    assert "欧***" in page or "欧**国" in page
    assert not scan(page, where="page", names=["欧阳建国"])
    assert not scan(f"/n/{notice.token}/", where="address")
    assert "13812342210" not in page and "138****2210" in page


def test_nothing_about_the_paper_is_kept_on_the_way(notice: NoticeCard):
    for address in (f"/n/{notice.token}/", f"/n/{notice.token}/paper.pdf"):
        answer = Client().get(address)
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_the_file_is_the_same_each_time_and_says_so(notice: NoticeCard):
    first = Client().get(f"/n/{notice.token}/paper.pdf")
    again = Client().get(f"/n/{notice.token}/paper.pdf")
    english = Client().get(f"/n/{notice.token}/paper.pdf?in=en")

    assert first["Content-Type"] == "application/pdf" and first.content == again.content
    assert english.content != first.content


def test_the_page_says_where_the_notice_stands(hall: Hall, notice: NoticeCard):
    services.satisfy(notice_id=notice.id, by=hall.clerk(1), at=MORNING)

    assert "已补齐" in text_of(Client().get(f"/n/{notice.token}/"))


def test_a_notice_that_was_replaced_leads_to_the_other(hall: Hall, about: ItemCard, notice: NoticeCard):
    other = told.issued(hall, about, matter_id=notice.matter_id, gaps=notice.gaps, supersedes=notice.id)

    page = Client().get(f"/n/{notice.token}/").content.decode()

    assert other.number in page and f"/n/{other.token}/" in page


@pytest.mark.parametrize("token", ["nobody-has-this-one--", "x", "%F0%9F%98%80", "a" * 500])
def test_an_address_nobody_has_says_so_kindly(hall: Hall, token: str):
    answer = Client().get(f"/n/{token}/")

    assert answer.status_code == 404 and "此网址没有告知书" in text_of(answer)


def test_after_its_time_the_page_says_that_the_text_is_gone(notice: NoticeCard):
    with clock.frozen(MORNING + timedelta(days=1100)):
        answer = Client().get(f"/n/{notice.token}/")
        file = Client().get(f"/n/{notice.token}/paper.pdf")

    assert (answer.status_code, file.status_code) == (410, 410)
    assert "正文已销毁" in text_of(answer)


def test_english_is_complete_and_says_which_paper_holds(notice: NoticeCard):
    said = text_of(Client().get(f"/n/{notice.token}/?lang=en"))

    for part in ("One-time notice", "What is to be supplied", "The Chinese paper is what holds."):
        assert part in said


def test_reading_a_page_is_not_written_down_but_opening_by_code_is(hall: Hall, notice: NoticeCard):
    Client().get(f"/n/{notice.token}/")
    open_it(hall, notice.number, codes.code_of(notice.id))

    (entry,) = Entry.objects.filter(name="notices.notice_read")
    assert entry.body == "{}" and entry.subject_id == notice.id
