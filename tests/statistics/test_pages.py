"""The figures on the page, the rows behind them, and the workbook: all the same numbers."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from tests.access.people import HallOfTest, session, worker
from tests.support.callers import person_client, text_of
from tests.support.hall import MORNING, PEOPLE, Hall, build_hall, fill
from tests.support.once import once
from yichuang.kernel import clock
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.deliver import hear
from yichuang.organization import services as organization
from yichuang.organization.types import PersonKind

pytestmark = pytest.mark.django_db
TODAY = MORNING.date()
PAGE = f"/office/statistics/?from={TODAY}&to={TODAY}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@once
def a_hall_with_a_morning() -> Hall:
    hall = build_hall()
    fill(hall, MORNING, minutes=60)
    hear()
    return hall


@pytest.fixture
def hall(db: None) -> Iterator[Hall]:
    with clock.frozen(MORNING):
        yield a_hall_with_a_morning()


def page(hall: Hall, address: str, who: str = "0001") -> str:
    answer = person_client(hall, who).get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def tables_of(said: str) -> list[list[list[str]]]:
    """Return the tables of figures of a page: rows of cells, each as it is read."""
    return [
        [
            [
                " ".join(html.unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", cell, flags=re.S)).split())
                for cell in re.findall(r"<t[hd]\b.*?</t[hd]>", row, re.S)
            ]
            for row in re.findall(r"<tr>.*?</tr>", table, re.S)
        ]
        for table in re.findall(r'<table class="figures">.*?</table>', said, re.S)
    ]


def plain(cell: str) -> str:
    """Return a number without the nought behind its point; anything else as it is."""
    return f"{float(cell):g}" if re.fullmatch(r"[\d.]+", cell) else cell


def links_of(said: str) -> list[tuple[int, str]]:
    """Return each counted number of a page's tables with the address behind it."""
    return [
        (int(number), html.unescape(address))
        for address, number in re.findall(r'<td class="number"><a href="([^"]+)">(\d+)</a>', said)
    ]


@proves("LOG-02")
@pytest.mark.parametrize("by", ["line", "window", "person", "item"])
def test_every_number_leads_to_as_many_rows_and_each_row_to_the_journal(hall: Hall, by: str) -> None:
    numbers = links_of(page(hall, f"/office/statistics/?from=2026-02-01&to=2026-03-31&by={by}"))

    assert len(numbers) > 15 and max(numbers)[0] > 100
    client = person_client(hall, "0001")
    for number, address in numbers:
        shown, following = 0, address
        while following:
            said = client.get(following).content.decode()
            assert f": {number}</h1>" in said
            shown += said.count("/journal/?day=2026-03-02&amp;subject=")
            later = re.search(r'href="([^"]+)">下一页', said)
            following = html.unescape(later[1]) if later else ""
        assert shown == number, address


def test_a_row_leads_to_what_happened_to_its_ticket(hall: Hall) -> None:
    _number, address = links_of(page(hall, PAGE))[0]
    row = re.search(r'href="(/journal/[^"]+)"', page(hall, address))
    assert row

    said = text_of(person_client(hall, "0001").get(html.unescape(row[1])))

    assert "群众取号，进入排队。" in said


def test_who_may_not_read_the_journal_is_not_led_there(hall: Hall) -> None:
    person = organization.add_person(
        worker_number="0009", name="林晓", kind=PersonKind.MANAGEMENT, by=hall.by, at=MORNING
    )
    secretary = Client()
    account = worker(HallOfTest(hall.id, hall.code), Role.SEC, number="0009", person_id=person.id)
    secretary.cookies[settings.SESSION_COOKIE] = session(account)
    _number, address = links_of(page(hall, PAGE))[0]

    assert "/journal/?day" in page(hall, address)
    assert secretary.get(address).status_code == 200
    assert "/journal/?day" not in secretary.get(address).content.decode()
    assert person_client(hall, "0303").get(PAGE).status_code == 403


@proves("LOG-02")
def test_the_workbook_says_what_the_page_says(hall: Hall) -> None:
    answer = person_client(hall, "0001").get(f"/office/statistics/workbook/?from={TODAY}&to={TODAY}")
    assert "spreadsheetml" in answer.headers["Content-Type"]
    sheets = read(answer.content)

    assert list(sheets) == ["统计", "按日", "按队列", "按窗口", "按人员", "按事项"]
    for by, title in (("line", "按队列"), ("window", "按窗口"), ("person", "按人员"), ("item", "按事项")):
        (*_days, shown) = tables_of(page(hall, f"{PAGE}&by={by}"))
        written = sheets[title]
        assert len(written) == len(shown) > 2
        for ours, theirs in zip(shown, written, strict=True):
            assert ours[0].startswith(theirs[0])
            assert [plain(one) for one in ours[1:]] == [one or "–" for one in theirs[1:]]


def test_the_workbook_names_nobody(hall: Hall) -> None:
    sheets = read(person_client(hall, "0001").get(f"/office/statistics/workbook/?from={TODAY}").content)

    people = [row[0] for row in sheets["按人员"][1:-1]]
    assert people and all(re.fullmatch(r"\d{4}", one) for one in people)
    written = " ".join(cell for rows in sheets.values() for row in rows for cell in row)
    assert not [name for name in PEOPLE if name in written]


def test_the_workbook_speaks_the_language_of_the_page(hall: Hall) -> None:
    client = person_client(hall, "0001")
    client.cookies["language"] = "en"
    sheets = read(client.get(f"/office/statistics/workbook/?from={TODAY}").content)

    assert list(sheets) == ["Figures", "By day", "By line", "By window", "By person", "By item"]
    assert sheets["By line"][0][:4] == ["By line", "Taken", "Called", "Served"]


def test_a_day_without_anybody_says_so(hall: Hall) -> None:
    before = TODAY - timedelta(days=7)

    assert "所选日期内没有业务" in page(hall, f"/office/statistics/?from={before}&to={before}")
    sheets = read(
        person_client(hall, "0001").get(f"/office/statistics/workbook/?from={before}&to={before}").content
    )
    assert [row[0] for row in sheets["按队列"]] == ["按队列", "合计"]


@pytest.mark.parametrize(
    "asked",
    [
        "from=nonsense&to=",
        "from=2031-01-01",
        "from=2026-03-02&to=2026-02-01",
        "by=nothing",
        "from=0001-01-01",
    ],
)
def test_nonsense_shows_a_period_nevertheless(hall: Hall, asked: str) -> None:
    assert "统计" in page(hall, f"/office/statistics/?{asked}")


@pytest.mark.parametrize("asked", ["figure=gold", "part=abc", "hour=99", "hour=x", "start=x"])
def test_rows_of_nothing_do_not_exist(hall: Hall, asked: str) -> None:
    assert person_client(hall, "0001").get(f"/office/statistics/rows/?{asked}").status_code == 404


def read(content: bytes) -> dict[str, list[list[str]]]:
    """Read a workbook back with nothing but the standard library: rows of texts by sheet."""
    with zipfile.ZipFile(BytesIO(content)) as file:
        texts = [
            "".join(one.text or "" for one in shared.iter(f"{SHEET}t"))
            for shared in ElementTree.fromstring(file.read("xl/sharedStrings.xml"))
        ]
        book = ElementTree.fromstring(file.read("xl/workbook.xml"))
        names = [one.attrib["name"] for one in book.iter(f"{SHEET}sheet")]
        return {
            name: _rows(ElementTree.fromstring(file.read(f"xl/worksheets/sheet{nth}.xml")), texts)
            for nth, name in enumerate(names, start=1)
        }


def _rows(sheet: ElementTree.Element, texts: list[str]) -> list[list[str]]:
    rows = []
    for row in sheet.iter(f"{SHEET}row"):
        cells = {}
        for cell in row:
            value = cell.findtext(f"{SHEET}v")
            if value is None:
                continue
            column = re.sub(r"\d", "", cell.attrib["r"])
            cells[column] = texts[int(value)] if cell.attrib.get("t") == "s" else f"{float(value):g}"
        last = max(ord(column) for column in cells)
        rows.append([cells.get(chr(one), "") for one in range(ord("A"), last + 1)])
    return rows
