"""The catalogue as the office sees it: read, import with every fault named, export, look after."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from tests.catalogue.files import GOOD
from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.catalogue import selectors
from yichuang.kernel import clock
from yichuang.organization import services as organization

PAGE = "/office/items/"


def upload(office: Client, text: str | bytes, name: str = "目录.yaml", **fields: Any) -> Any:
    data = text.encode() if isinstance(text, str) else text
    key = key_in(office.get(f"{PAGE}import/"))
    return office.post(f"{PAGE}import/take/", {"key": key, "file": SimpleUploadedFile(name, data), **fields})


def card(hall: Hall, code: str = "RS001") -> Any:
    return selectors.item_by_code(hall.id, code, MORNING.date())


def test_a_file_is_taken_over_and_the_item_shows_what_it_asks_and_costs(hall: Hall) -> None:
    office = person_client(hall, "0001")

    told = text_of(upload(office, GOOD))

    assert "新增 1 项" in told and "另有 1 项属于其他大厅" in told
    assert "失业登记" in text_of(office.get(PAGE)) and "5 个工作日" in text_of(office.get(PAGE))
    shown = text_of(office.get(f"{PAGE}{card(hall).id}/"))
    for part in (
        "终止劳动关系证明",
        "此前是否就业过 · 是",
        "不收费",
        "《中华人民共和国就业促进法》",
        "简单事项，可口头告知",
        "受理",
        "示例",
    ):
        assert part in shown, part


def test_every_bad_row_is_named_by_line_and_nothing_is_taken_over(hall: Hall) -> None:
    office = person_client(hall, "0001")
    bad = GOOD.replace("avg_minutes: 12", "avg_minutes: 很久").replace("role: sec", "role: boss")

    answer = upload(office, bad)

    told = text_of(answer)
    assert answer.status_code == 422 and "有 2 行有误，没有导入任何内容" in told
    for reason in ("“avg_minutes”应为 1 至 480 的整数", "“boss”"):
        assert reason in told
    assert selectors.items(hall.id, MORNING.date()) == []


def test_the_same_form_sent_twice_with_another_file_is_refused(hall: Hall) -> None:
    office = person_client(hall, "0001")
    key = key_in(office.get(f"{PAGE}import/"))

    first, second = (
        office.post(f"{PAGE}import/take/", {"key": key, "file": SimpleUploadedFile("x.yaml", text.encode())})
        for text in (GOOD, GOOD.replace("avg_minutes: 12", "avg_minutes: 13"))
    )

    assert first.status_code == 200 and second.status_code == 422
    assert card(hall).avg_minutes == 12


def test_a_form_without_a_file_or_with_a_day_that_is_none_says_so(hall: Hall) -> None:
    office = person_client(hall, "0001")
    key = key_in(office.get(f"{PAGE}import/"))

    nothing = office.post(f"{PAGE}import/take/", {"key": key})
    no_day = upload(office, GOOD, from_day="一号")

    assert nothing.status_code == no_day.status_code == 422
    assert "请先选择文件" in text_of(nothing)


def test_the_workbook_that_is_handed_out_comes_in_again_unchanged(hall: Hall) -> None:
    office = person_client(hall, "0001")
    upload(office, GOOD)

    answer = office.get(f"{PAGE}export/")

    assert answer.headers["Content-Disposition"].endswith('catalogue-AYRS-2026-03-02.xlsx"')
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["事项", "问题", "材料", "环节", "特殊环节", "收费"]
    assert "未变 1 项" in text_of(upload(office, answer.content, "目录.xlsx"))


def test_a_new_version_shows_what_it_changed_and_that_it_asks_more(hall: Hall) -> None:
    office = person_client(hall, "0001")
    upload(office, GOOD)
    more = GOOD.replace(
        "  - {name: 终止", "  - {name: 户口簿, form: 原件, required: true}\n  - {name: 终止"
    ).replace("promised_limit: {value: 5", "promised_limit: {value: 7")

    upload(office, more, from_day="2026-07-01")

    shown = text_of(office.get(f"{PAGE}{card(hall).id}/"))
    assert "第 2 版 2026-07-01 起 待施行 对申请人要求增加" in shown
    assert "新增材料：户口簿" in shown and "承诺时限：5 个工作日 → 7 个工作日" in shown
    later = text_of(office.get(f"{PAGE}{card(hall).id}/?version=2"))
    assert "户口簿 原件" in later and "施行中" in later


def test_a_department_s_name_is_explained_and_a_repealed_basis_and_a_late_review_are_seen(hall: Hall) -> None:
    office = person_client(hall, "0001")
    upload(office, GOOD.replace("  simple: true", "  reviewed_on: 2025-01-10\n  simple: true"))
    jobs = organization.add_department(code="JOB", name="就业科", by=hall.by, at=MORNING)
    before = text_of(office.get(PAGE))
    key = key_in(office.get(PAGE))

    office.post(f"{PAGE}wording/", {"key": key, "wording": "公共就业服务机构", "department": jobs.id})
    basis = {"basis": "《中华人民共和国就业促进法》", "ends_on": "2026-03-01"}
    office.post(f"{PAGE}repeal/", {"key": key_in(office.get(PAGE)), **basis})

    assert "这些事项归哪个部门" in before and "应梳理" in before
    after = text_of(office.get(PAGE))
    assert "这些事项归哪个部门" not in after and "就业科" in after
    assert "依据已废止" in after and "《中华人民共和国就业促进法》" in after


def test_a_review_is_noted_and_an_item_withdrawn(hall: Hall) -> None:
    office = person_client(hall, "0001")
    upload(office, GOOD)
    here = f"{PAGE}{card(hall).id}/"

    office.post(f"{here}review/", {"key": key_in(office.get(here))})
    office.post(f"{here}withdraw/", {"key": key_in(office.get(here)), "from_day": "2026-03-03"})

    assert card(hall).version == 2 and card(hall).terms.reviewed_on == MORNING.date()
    with clock.frozen(MORNING + timedelta(days=1)):
        assert "今日不办理" in text_of(office.get(here))
        assert "失业登记" not in text_of(office.get(PAGE))


def test_the_whole_catalogue_is_listed_and_found_by_name_code_or_department(db: None, monday: None) -> None:
    hall = build_hall(items=True)
    office = person_client(hall, "0001")

    everything, one, some = (
        office.get(PAGE, {"q": wanted}).content.decode() for wanted in ("", "rs016", "人才服务机构")
    )

    assert everything.count('class="items-code"') == 44
    assert one.count('class="items-code"') == 1 and "失业登记" in one
    assert some.count('class="items-code"') == 3


def test_an_item_of_another_hall_or_none_is_not_found(hall: Hall) -> None:
    office = person_client(hall, "0001")

    for address in ("7d1f0000-0000-7000-8000-000000000000", hall.id):
        assert office.get(f"{PAGE}{address}/").status_code == 404


def test_a_clerk_does_not_read_it_and_an_inspector_changes_nothing(hall: Hall) -> None:
    clerk, inspector = person_client(hall, "0301"), person_client(hall, "0003")

    assert clerk.get(PAGE).status_code == 403
    page = inspector.get(PAGE)
    assert page.status_code == 200 and "import" not in page.content.decode()
    assert inspector.get(f"{PAGE}import/").status_code == 403
    assert inspector.post(f"{PAGE}wording/", {"wording": "x"}).status_code == 403
