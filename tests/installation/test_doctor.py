"""The doctor says in sentences what is missing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection

from yichuang.installation import doctor, home
from yichuang.kernel import clock
from yichuang.kernel.journal import guard
from yichuang.kernel.keys import secret
from yichuang.kernel.serve import installation

SPRING = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
DECEMBER = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def whole_house(db, tmp_path, settings):
    """A real hall with everything in its place, on the second of March."""
    settings.HOME, settings.KEYS_DIR = tmp_path, tmp_path / "keys"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    home.make_folders()
    home.compile_translations(settings.PACKAGE)
    secret("django")
    installation.set_up("real", SPRING)
    with clock.frozen(SPRING):
        yield


def serious() -> list[str]:
    return [
        finding.sentence
        for finding in doctor.examine()
        if finding.serious and "PostgreSQL's" not in finding.sentence
    ]


def test_a_whole_house_lacks_nothing(whole_house):
    assert serious() == []


def test_a_key_that_others_can_read_is_told(whole_house):
    (settings.KEYS_DIR / "django.key").chmod(0o644)

    assert any("django.key" in sentence for sentence in serious())


def test_a_missing_guard_is_told(whole_house):
    with guard.lifted():
        found = serious()

    assert any("guard" in sentence for sentence in found)


def test_next_years_calendar_is_asked_for_from_the_first_of_december(whole_house):
    with clock.frozen(DECEMBER):
        assert any("2027" in sentence for sentence in serious())


def test_a_demo_that_answers_to_other_names_is_told(whole_house, monkeypatch):
    from yichuang.kernel.models import Installation

    Installation.objects.update(kind="demo")
    monkeypatch.setenv("YICHUANG_HOSTS", "hall.example.cn")

    assert any("other names" in sentence for sentence in serious())


def test_the_address_of_the_qr_codes_is_read_back(whole_house, settings):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://hall.example.cn", ["127.0.0.1", "hall.example.cn"]

    assert serious() == []
    assert any("https://hall.example.cn" in finding.sentence for finding in doctor.examine())

    settings.PUBLIC_URL = ""
    assert serious() == []
    assert any("YICHUANG_PUBLIC_URL" in finding.sentence for finding in doctor.examine())


@pytest.mark.parametrize(
    "address",
    [
        "hall.example.cn",
        "hall.example.cn:8000",  # "hall.example.cn" would pass for a scheme
        "//hall.example.cn",
        "ftp://hall.example.cn",
        "https://",
        "https://hall.example.cn:door",
        "https://[::1",
        "https://hall.example.cn/?from=ticket",  # the ticket's path would stand behind the query
        "https://zhang:secret@hall.example.cn",
    ],
)
def test_an_address_no_qr_code_can_use_is_told(whole_house, settings, address):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = address, ["*"]

    (sentence,) = serious()

    assert "YICHUANG_PUBLIC_URL" in sentence and address in sentence


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8000",
        "http://127.0.0.1",
        "http://127.8.8.8:8000",
        "http://[::1]:8000",
        "http://0.0.0.0:8000",
    ],
)
def test_a_real_halls_qr_codes_do_not_lead_a_phone_to_itself_and_a_demos_may(whole_house, settings, address):
    from yichuang.kernel.models import Installation

    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = address, ["*"]

    assert any("phone" in sentence for sentence in serious())
    Installation.objects.update(kind="demo")
    assert serious() == []


def test_an_address_this_installation_does_not_answer_to_is_told(whole_house, settings):
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://hall.example.cn/queue", ["127.0.0.1", ".other.cn"]

    (sentence,) = serious()

    assert "hall.example.cn" in sentence and "YICHUANG_HOSTS" in sentence


def test_an_installation_without_a_hall_is_told(whole_house):
    from yichuang.kernel.models import Installation

    Installation.objects.all().delete()

    assert any("yichuang init" in sentence for sentence in serious())


def test_uncompiled_translations_are_told(whole_house, tmp_path, settings):
    settings.PACKAGE = tmp_path / "package"
    source = settings.PACKAGE / "queueing" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text("")

    assert any("queueing" in sentence for sentence in serious())


def test_a_database_that_cannot_be_reached_is_one_sentence(whole_house, monkeypatch):
    from django.db import OperationalError

    def refuse() -> None:
        raise OperationalError("could not connect\nto the server")

    with monkeypatch.context() as severed:
        severed.setattr(connection, "ensure_connection", refuse)
        found = [finding.sentence for finding in doctor.examine()]

    assert found == ["The database cannot be reached: could not connect"]


def test_the_fonts_of_papers_are_told(whole_house, settings, tmp_path):
    told = [finding.sentence for finding in doctor.examine()]
    settings.FONTS_DIR = str(tmp_path)

    assert any("pylopdf_fonts_zh_cn" in one for one in told)
    assert any("YICHUANG_FONTS" in one and str(tmp_path) in one for one in serious())


def test_a_house_that_cannot_print_chinese_is_told(whole_house, monkeypatch):
    monkeypatch.setattr(doctor.fonts, "places", tuple)
    monkeypatch.setattr(doctor.documents.typeset, "_proven", set())

    assert len([one for one in serious() if "字体" in one or "font" in one]) == 1
