"""The command `yichuang import`: what it takes over, and what it says of what it does not."""

from __future__ import annotations

import pytest

from tests.catalogue.files import GOOD, demo, line_of
from tests.halls import at, found_hall
from yichuang.catalogue import commands
from yichuang.catalogue.models import Item
from yichuang.kernel import clock
from yichuang.organization.types import HallProfile

pytestmark = pytest.mark.django_db


@pytest.fixture
def morning():
    with clock.frozen(at("09:00")):
        yield


def test_the_command_takes_a_catalogue_over_and_says_what_it_did(tmp_path, capsys, morning):
    found_hall("AYRS", profile=HallProfile.GENERAL)
    file = tmp_path / "目录.yaml"
    file.write_text(demo(), encoding="utf-8")

    code = commands.import_file(["catalogue", str(file)])

    said = capsys.readouterr().out.splitlines()
    assert code == 0 and said[-1].startswith("新增 15 项，更新 0 项，未变 0 项，自 2026-03-02 起施行")
    assert f"{file}:{line_of(demo(), '- id: ZH007')}"[:-4] in said[0] and "ZH007" in said[0]


def test_the_command_names_bad_rows_by_line_and_imports_nothing(tmp_path, capsys, morning):
    found_hall("AYRS")
    file = tmp_path / "bad.yaml"
    file.write_text(GOOD.replace("avg_minutes: 12", "avg_minutes: x"), encoding="utf-8")

    code = commands.import_file(["catalogue", str(file), "--hall", "ayrs"])

    told = capsys.readouterr().err
    assert code == 1 and told.startswith(f"{file}:{line_of(GOOD, 'avg_minutes: 12')}: ") and "[RS001]" in told
    assert "没有导入任何内容：1 行有误。" in told and not Item.objects.exists()


def test_the_command_takes_a_calendar_over_also_from_an_old_table(tmp_path, capsys, morning):
    from tests.organization.test_calendar import NEXT_YEAR

    found_hall("AYRS")
    file = tmp_path / "2027.csv"
    file.write_bytes(NEXT_YEAR.encode("gb18030"))

    code = commands.import_file(["calendar", str(file)])

    assert code == 0 and capsys.readouterr().out == "已导入 2027 年，共 8 天。\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["catalogue", "nowhere.yaml"], "无法读取"),
        (["calendar", "{file}", "--hall", "NOPE"], "没有这个大厅"),
        (["calendar", "{file}"], "--hall"),
    ],
)
def test_the_command_says_what_it_lacks(tmp_path, capsys, morning, arguments, told):
    found_hall("AYRS"), found_hall("HBRS")
    file = tmp_path / "x.csv"
    file.write_text("day,kind,name\n", encoding="utf-8")

    code = commands.import_file([one.format(file=file) for one in arguments])

    assert code == 1 and told in capsys.readouterr().err
