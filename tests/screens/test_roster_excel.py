"""A month's roster out to Excel and in again: stable rows, marked pins, no formula, every bad cell named."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.posts.planned import HEAD, OFFICE, Planned, planned_hall
from tests.posts.staffed import WANG, ZHANG
from tests.posts.test_roster_files import ID, PIN, A, B, book, rows_of
from tests.screens.test_rosters import APRIL, NOW, PAGE, drafted, signed_in
from tests.support.callers import key_in, text_of
from yichuang.kernel.clock import frozen
from yichuang.posts import services
from yichuang.posts.errors import RosterFileUnfit
from yichuang.posts.selectors import roster as rosters
from yichuang.posts.selectors.roster_files import written_roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    with frozen(NOW):
        yield planned_hall()


def send(client, card, data: bytes, name: str = "roster.xlsx"):
    page = f"{PAGE}{card.id}/excel/"
    file = SimpleUploadedFile(name, data)
    return client.post(f"{PAGE}{card.id}/take/", {"key": key_in(client.get(page)), "file": file})


def newest(plan: Planned):
    return rosters.rosters(plan.hall.id, None, APRIL)[0]


def test_a_month_goes_out_is_changed_and_comes_in_as_a_new_version(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    out = client.get(f"{PAGE}{card.id}/workbook/")
    rows = rows_of(out.content)
    assert out.headers["Content-Disposition"].endswith('-2026-04-v1.xlsx"')
    assert len(rows) == len(card.cells) and len({row[ID] for row in rows}) == len(rows)
    first = next(row for row in rows if row[A].startswith(ZHANG))
    first[A], first[B], first[PIN] = first[B].split()[0], first[A], "✓"

    assert send(client, card, book(rows)).status_code == 303
    made = newest(plan)
    changed = [(old, new) for old, new in zip(card.cells, made.cells, strict=True) if old != new]

    assert (made.version, len(changed)) == (2, 1)
    old, new = changed[0]
    assert (new.a_id, new.b_id, new.pinned) == (old.b_id, old.a_id, True)
    again = rows_of(written_roster(made, at=NOW))
    assert [row[ID] for row in again] == [row[ID] for row in rows]  # ids stay
    assert [row[PIN] for row in again].count("✓") == 1
    assert rosters.roster(plan.hall.id, card.id).cells == card.cells  # the version before stays as it is


def test_every_bad_cell_is_named_with_its_line_and_nothing_is_taken_over(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    rows = rows_of(written_roster(card, at=NOW))
    name = rows[0][A].split()[1]
    rows[0][A] = f"{WANG if rows[0][A].startswith(ZHANG) else ZHANG} {name}"
    rows[1][B] = "9999"
    rows[2][ID] = "nonsense"
    rows[4][ID] = rows[3][ID]

    answer = send(client, card, book(rows))

    text = text_of(answer)
    assert answer.status_code == 422 and "有 4 处错误" in text
    assert "不是同一人" in text and "没有“9999”这个人" in text and "没有这一行" in text and "此行重复" in text
    assert newest(plan).id == card.id
    with pytest.raises(RosterFileUnfit) as refused:
        services.take_roster(roster_id=card.id, data=book(rows), by=plan.hall.person(OFFICE), at=NOW)
    assert [one.line for one in refused.value.faults] == [2, 3, 4, 6]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04 broken", "Excel"),
        (b"", "未选择文件"),
        ("行标识（勿改）,锁定（✓）\nx,\n".encode(), "一栏"),
        (b"only,headings\n", "一栏"),
    ],
)
def test_a_file_that_is_none_is_refused_with_why(plan: Planned, data: bytes, says: str):
    client = signed_in(OFFICE)
    card = drafted(client, plan)

    answer = send(client, card, data, "roster.csv")

    assert answer.status_code == 422 and says in text_of(answer)
    assert newest(plan).id == card.id


def test_the_same_file_changes_nothing_and_a_form_sent_twice_makes_one_version(plan: Planned):
    client = signed_in(OFFICE)
    card = drafted(client, plan)
    same = written_roster(card, at=NOW)
    assert send(client, card, same).status_code == 422 and newest(plan).id == card.id
    rows = rows_of(same)
    rows[0][PIN] = "x"
    data, key = book(rows), key_in(client.get(f"{PAGE}{card.id}/excel/"))

    for _ in range(2):
        said = {"key": key, "file": SimpleUploadedFile("roster.xlsx", data)}
        assert client.post(f"{PAGE}{card.id}/take/", said).status_code == 303
    assert newest(plan).version == 2


def test_a_head_takes_no_other_departments_roster_out_or_in(plan: Planned):
    card = drafted(signed_in(OFFICE), plan)
    head = signed_in(HEAD)

    assert head.get(f"{PAGE}{card.id}/workbook/").status_code == 403
    assert head.get(f"{PAGE}{card.id}/excel/").status_code == 403
    said = {"key": key_in(head.get("/staffroom/")), "file": SimpleUploadedFile("a.xlsx", b"x")}
    assert head.post(f"{PAGE}{card.id}/take/", said).status_code == 403
