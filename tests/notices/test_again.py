"""The journal alone tells every notice again, and names the first row or letter that was changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.notices import told
from tests.support.hall import MORNING, Hall
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.seal import seal
from yichuang.kernel.journal.verify import verify
from yichuang.kernel.types import Actor
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.types import Kind
from yichuang.notices import again, selectors, services
from yichuang.notices.models import Notice
from yichuang.notices.types import Collect, NoticeCard, NoticeKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(hall: Hall, about: ItemCard) -> list[NoticeCard]:
    """A few notices of different kinds and ends."""
    by = hall.clerk(1)
    cards = [told.issued(hall, about) for _one in range(3)]
    services.satisfy(notice_id=cards[0].id, by=by, at=MORNING + timedelta(minutes=3))
    services.expire(notice_id=cards[1].id, by=by, at=MORNING + timedelta(days=30))
    place = Collect("1号窗口", "上午")
    cards.append(told.issued(hall, about, kind=NoticeKind.RESULT, gaps=(), collect=place))
    more: dict[str, Any] = {"kind": NoticeKind.CORRECTION, "gaps": (), "reason": "地点有误"}
    cards.append(told.issued(hall, about, supersedes=cards[3].id, window_id=None, **more))
    return cards


def test_the_tables_are_what_the_journal_tells(hall: Hall, day: list[NoticeCard]):
    assert again.first_difference(hall.id) is None

    seal()
    told.issued(hall, told.item(hall))  # one is not sealed yet

    assert again.first_difference(hall.id) is None
    report = verify(hall.id, tables=True)
    assert "notices.notice" in report.tables and not report.halls[0].differences


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("serial", 77),
        ("state", "issued"),
        ("matter_id", UUID(int=71)),
        ("issued_by", UUID(int=72)),
        ("issued_at", MORNING - timedelta(days=1)),
        ("allowed_by", UUID(int=73)),
        ("paper", "0" * 64),
        ("gaps", []),
        ("elements", {"basis": []}),
        ("window_id", None),
    ],
)
def test_a_changed_column_is_named(hall: Hall, day: list[NoticeCard], column: str, value: Any):
    more = {"ended_at": None} if column == "state" else {}
    Notice.objects.filter(id=day[0].id).update(**{column: value}, **more)

    found = again.first_difference(hall.id)

    assert found is not None and (found.table, found.row_id) == ("notices_notice", str(day[0].id))
    assert found.column == ("elements" if column == "gaps" else column)  # one hash covers both


def test_a_notice_put_in_or_taken_out_is_named(hall: Hall, day: list[NoticeCard]):
    gone = day[2]
    row = Notice.objects.get(id=gone.id)
    row.delete()
    taken_out = again.first_difference(hall.id)
    row.id, row.serial, row.token = gone.id, 3, gone.token
    row.save(force_insert=True)
    back = again.first_difference(hall.id)
    row.id, row.serial, row.token, row.sequence = new_id(), 99, "x" * 22, 99
    row.save(force_insert=True)

    put_in = again.first_difference(hall.id)

    assert taken_out is not None and taken_out.row_id == str(gone.id)
    assert back is None
    assert put_in is not None and put_in.row_id == str(row.id)


def test_a_letter_exchanged_for_another_is_named(hall: Hall, day: list[NoticeCard]):
    by: Actor = hall.clerk(1)
    other = vault.keep(
        hall_id=hall.id,
        kind=Kind.LETTER,
        value='{"papers":{},"redirect":null}',
        purpose=selectors.PURPOSE,
        expires_at=MORNING + timedelta(days=9),
        by=by,
        at=MORNING,
    )
    Notice.objects.filter(id=day[0].id).update(letter=other)

    found = again.first_difference(hall.id)

    assert found is not None and (found.row_id, found.column) == (str(day[0].id), "letter")


def test_letters_past_their_time_do_not_make_the_journal_wrong(hall: Hall, day: list[NoticeCard]):
    vault.shred_expired(MORNING + timedelta(days=2000))

    assert again.first_difference(hall.id) is None
