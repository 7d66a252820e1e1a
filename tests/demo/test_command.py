"""``yichuang demo`` where it cannot begin says in one sentence what to do first."""

from __future__ import annotations

import pytest
from django.db import OperationalError
from django.utils import translation

from yichuang.demo import commands
from yichuang.organization import selectors as organization


def test_where_nothing_is_set_up_the_demo_says_what_to_run_first(monkeypatch, capsys):
    def no_tables():
        raise OperationalError("no such table: organization_hall")

    monkeypatch.setattr(organization, "halls", no_tables)
    with translation.override("zh-hans"):
        assert commands.run(["--month"]) == 1

    assert capsys.readouterr().out.strip() == "此处尚未安装，请先运行 `yichuang setup`。"


@pytest.mark.django_db
def test_where_a_hall_stands_already_nothing_is_played(monkeypatch, capsys):
    monkeypatch.setattr(organization, "halls", lambda: ["a hall"])
    with translation.override("en"):
        assert commands.run(["--month", "3"]) == 1

    assert "the demo needs an empty one" in capsys.readouterr().out
