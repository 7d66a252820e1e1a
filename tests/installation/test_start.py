"""`make run` builds the demo once, and what was broken off is begun anew."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from yichuang.installation import start
from yichuang.kernel.serve import installation

MORNING = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


class Elsewhere:
    """A connection to a file of this test, so that nothing of the suite's own database is touched."""

    def __init__(self, path: Path) -> None:
        self.vendor = "sqlite"
        self.settings_dict = {"NAME": str(path)}

    def close(self) -> None:
        pass


@pytest.fixture
def database_file(tmp_path: Path, monkeypatch, settings) -> Path:
    settings.HOME = tmp_path
    path = tmp_path / "yichuang.sqlite3"
    path.write_bytes(b"half a demo")
    monkeypatch.setattr(start, "connection", Elsewhere(path))
    return path


@pytest.mark.django_db
def test_an_unfinished_demo_is_begun_anew(database_file: Path):
    installation.set_up("demo", MORNING)

    assert start.forget_unfinished()
    assert not database_file.exists()


@pytest.mark.django_db
def test_a_real_hall_is_never_taken_away(database_file: Path):
    installation.set_up("real", MORNING)

    assert start.forget_unfinished()
    assert database_file.exists()


@pytest.mark.django_db
def test_an_unfinished_demo_on_a_server_asks_for_an_empty_database(database_file: Path):
    installation.set_up("demo", MORNING)
    start.connection.vendor = "postgresql"

    assert not start.forget_unfinished()
    assert database_file.exists()


@pytest.mark.parametrize(("returncode", "is_left"), [(0, False), (1, True)])
def test_the_mark_of_building_goes_only_when_the_demo_stands(
    tmp_path: Path, monkeypatch, settings, returncode: int, is_left: bool
):
    settings.HOME = tmp_path
    monkeypatch.setattr(start, "DEMO", ("-c", f"raise SystemExit({returncode})"))
    monkeypatch.setattr(
        start.subprocess, "run", lambda *_words, **_more: type("Done", (), {"returncode": returncode})
    )

    told: list[str] = []
    assert start.build_demo(told.append) == returncode

    assert (tmp_path / start.BUILDING).exists() is is_left


@pytest.mark.django_db
def test_every_screen_of_the_hall_is_named_with_its_address():
    from yichuang.organization import services as organization

    organization.create_hall(code="JX01", name="锦溪县人社服务大厅", by=organization.founder(), at=MORNING)

    lines = "\n".join(start.addresses("http://127.0.0.1:8000"))

    assert "http://127.0.0.1:8000/kiosk/" in lines
    assert "http://127.0.0.1:8000/board/JX01/" in lines
    assert "http://127.0.0.1:8000/window/" in lines


@pytest.mark.django_db
def test_every_address_that_is_printed_is_a_page_of_the_house():
    from django.urls import resolve

    assert [resolve(path).func for path, _what in start.screens("JX01")]
