"""While the database is away a door says so and asks to come again: 503, no accident."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from bench.hall import OpenHall, open_hall
from django.db import DataError, InterfaceError, OperationalError
from django.test import Client

from tests.queueing.doors import WAYS, clerk_token
from tests.support.once import once
from yichuang.kernel.away import away
from yichuang.queueing import services

usual_hall = once(open_hall)


def raised(kind: type[Exception], cause: Exception, words: str = "") -> Exception:
    error = kind(words or str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "comes_back"),
    [
        # PostgreSQL cannot be connected to, or hung up: no SQLSTATE at all
        (raised(OperationalError, psycopg.OperationalError("connection refused")), True),
        (raised(OperationalError, psycopg.errors.AdminShutdown("terminating")), True),
        (raised(OperationalError, psycopg.errors.CannotConnectNow("the database starts up")), True),
        (raised(OperationalError, psycopg.errors.TooManyConnections("no room")), True),
        (raised(OperationalError, psycopg.errors.DeadlockDetected("deadlock")), True),
        (raised(InterfaceError, psycopg.InterfaceError("connection already closed")), True),
        (raised(OperationalError, sqlite3.OperationalError("database is locked")), True),
        # these do not get better by waiting
        (raised(OperationalError, sqlite3.OperationalError("no such table: ticket")), False),
        (raised(OperationalError, psycopg.errors.DiskFull("disk full")), False),
        (raised(OperationalError, psycopg.errors.QueryCanceled("statement timeout")), False),
        (raised(DataError, psycopg.errors.NumericValueOutOfRange("too large")), False),
        (raised(InterfaceError, sqlite3.InterfaceError("error binding parameter")), False),
        (ValueError("another thing"), False),
    ],
)
def test_what_comes_back_by_itself_is_told_from_an_accident(error: Exception, comes_back: bool) -> None:
    assert away(error) is comes_back


@pytest.fixture
def hall(db: None) -> OpenHall:
    return usual_hall()


@pytest.mark.parametrize("way", WAYS)
def test_an_act_while_the_database_is_away_is_asked_to_come_again(
    hall: OpenHall, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = clerk_token(hall)
    gone = raised(OperationalError, psycopg.errors.AdminShutdown("terminating"))

    def break_off(**what: object) -> None:
        raise gone

    monkeypatch.setattr(services, "call_next", break_off)
    said = WAYS[way]("POST", f"/api/v1/windows/{hall.clerks[0].window_id}/call", token=token)

    assert said.status == 503
    assert said.kind == "application/problem+json"
    assert said.said["code"] == "database-away"
    assert said.said["title"] == "暂时读不到大厅的数据，请过几秒再试。"


@pytest.mark.django_db
def test_a_page_while_the_database_is_away_is_a_quiet_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_what: object, **_more: object) -> None:
        raise raised(OperationalError, psycopg.OperationalError("connection refused"))

    monkeypatch.setattr("yichuang.kernel.access.gate.find", break_off)
    answer = Client(raise_request_exception=False).get("/desk/")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert "暂时读不到大厅的数据" in answer.content.decode()
