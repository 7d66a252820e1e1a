"""What tests stand on: a hall that was built once is the same hall when it is brought back."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from tests.halls import found_hall
from tests.support import tables
from tests.support.hall import build_hall
from tests.support.once import once
from yichuang.organization.models import Hall

pytestmark = pytest.mark.django_db


def test_rows_are_brought_back_as_they_were() -> None:
    with transaction.atomic():
        build_hall.__wrapped__(items=True)  # type: ignore[attr-defined]
        built = tables.rows()
        transaction.set_rollback(True)
    assert tables.empty()

    tables.bring_back(built)

    assert tables.rows() == built
    assert len(built) > 20
    connection.check_constraints()


def test_a_second_hall_is_built_beside_the_first_and_no_hand_changes_what_was_told() -> None:
    times = []

    @once
    def counted(code: str = "AYRS") -> dict[str, str]:
        times.append(code)
        found_hall.__wrapped__(code)  # type: ignore[attr-defined]
        return {"code": code}

    for _ in range(2):
        with transaction.atomic():
            counted()["code"] = "changed"
            transaction.set_rollback(True)
    told = counted()
    counted("HBRS")

    assert told == {"code": "AYRS"}
    assert times == ["AYRS", "HBRS"]
    assert set(Hall.objects.values_list("code", flat=True)) == {"AYRS", "HBRS"}


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_builds_its_hall_itself() -> None:
    first, second = found_hall("AYRS"), found_hall("HBRS")

    assert first.id != second.id and tables.filled()
