"""The catalogue as an Excel workbook: out and in again without loss, and nothing in it is ever computed."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tests.catalogue.files import GOOD, demo
from tests.catalogue.test_import import take_over
from tests.catalogue.test_terms import FULL
from tests.halls import MONDAY, at, found_hall
from yichuang.catalogue import selectors, services, workbooks
from yichuang.catalogue.errors import CatalogueUnfit
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.types import Limit
from yichuang.catalogue.workbooks import words
from yichuang.deadlines.types import MOST, Rollover, StartRule, Unit
from yichuang.kernel.sheets import read_tables
from yichuang.organization.types import HallProfile

pytestmark = pytest.mark.django_db


def exported(hall, language="zh-hans"):
    with override(language):
        return workbooks.written(selectors.items(hall.id, MONDAY), title="目录", at=at("09:30"))


def bring_in(hall, data, **other):
    return services.import_file(
        hall_id=hall.id, data=data, source_name="目录.xlsx", by=hall.by, at=at("10:00"), **other
    )


def changed(data, sheet, line, column, text):
    """Return the workbook with one cell of one sheet (line and column from 1) changed."""
    held, book = io.BytesIO(), CalamineWorkbook.from_filelike(io.BytesIO(data))
    with xlsxwriter.Workbook(held, {"in_memory": True}) as made:
        for name in book.sheet_names:
            page = made.add_worksheet(name)
            for row, values in enumerate(book.get_sheet_by_name(name).to_python(), start=1):
                for place, value in enumerate(values, start=1):
                    here = (name, row, place) == (sheet, line, column)
                    said = text if here else value
                    if isinstance(said, float):
                        page.write_number(row - 1, place - 1, said)
                    else:
                        page.write_string(row - 1, place - 1, str(said))
    return held.getvalue()


@pytest.mark.parametrize("profile", list(HallProfile))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_catalogue_written_out_and_read_in_again_changes_nothing(profile, language):
    hall = found_hall(profile=profile)
    take_over(hall, demo())
    before = selectors.items(hall.id, MONDAY)

    report = bring_in(hall, exported(hall, language))

    assert (report.added, report.changed, report.unchanged) == (0, 0, len(before))
    assert selectors.items(hall.id, MONDAY) == before


def test_an_item_with_everything_a_file_may_say_survives_the_workbook():
    hall, elsewhere = found_hall(), found_hall("HBRS")
    take_over(hall, FULL)

    bring_in(elsewhere, exported(hall))

    (ours,), (theirs,) = (selectors.items(one.id, MONDAY) for one in (hall, elsewhere))
    assert (theirs.terms, theirs.materials, theirs.steps, theirs.fees, theirs.fee) == (
        ours.terms,
        ours.materials,
        ours.steps,
        ours.fees,
        ours.fee,
    )
    first, second = ItemVersion.objects.values_list("fingerprint", flat=True)
    assert first == second


def test_a_cell_changed_in_excel_is_a_new_version():
    hall = found_hall()
    take_over(hall)

    report = bring_in(hall, changed(exported(hall), "材料", 2, 2, "居民身份证"))

    assert (report.changed, report.unchanged) == (1, 0)
    assert selectors.item_by_code(hall.id, "RS001", MONDAY).materials[0].name == "居民身份证"


@pytest.mark.parametrize(
    ("sheet", "line", "column", "text", "where", "reason"),
    [
        ("材料", 3, 1, "RS999", 3, "“材料”表：第一张表中没有事项“RS999”"),
        ("材料", 3, 4, "也许", 3, "“材料”表：“必交”应为 true 或 false"),
        ("材料", 2, 2, "", 2, "“材料”表：缺少“名称”"),
        ("环节", 2, 5, "一会儿", 2, "“环节”表：“一会儿”不是时限单位"),
        ("环节", 2, 5, "9 个工作日", 2, "各环节合计"),
        ("环节", 2, 3, "盖章", 2, "“环节”表：“盖章”不是办理环节"),
        ("材料", 1, 3, "形状", 1, "“材料”表：未知的列“形状”"),
        ("事项", 2, 17, "十二", 2, "“平均办理分钟”应为 1 至 480 的整数"),
        ("事项", 2, 9, "", 2, "未注明设定依据"),
    ],
)
def test_a_bad_cell_is_named_by_sheet_and_line_and_nothing_is_taken_over(
    sheet, line, column, text, where, reason
):
    hall = found_hall()
    take_over(hall)

    with pytest.raises(CatalogueUnfit) as refused:
        bring_in(hall, changed(exported(hall), sheet, line, column, text))

    told = [(one.line, one.reason) for one in refused.value.faults]
    assert any(number == where and reason in why for number, why in told), told
    assert ItemVersion.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no zip at all", b"\xff\xfe\x00", b"x: [", b"{}"])
def test_a_file_that_is_nothing_of_ours_is_refused_with_a_sentence(data):
    hall = found_hall()

    with pytest.raises(CatalogueUnfit) as refused:
        bring_in(hall, data)

    assert refused.value.faults[0].reason


def test_a_yaml_file_comes_in_by_the_same_door():
    hall = found_hall()

    assert bring_in(hall, GOOD.encode()).added == 1


@pytest.mark.parametrize("name", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=2", "=HYPERLINK(1)", "'=1", "'quoted"])
def test_nothing_a_catalogue_says_is_computed_and_it_comes_back_as_it_was(name):
    hall = found_hall()
    shown = name.strip()
    take_over(hall, GOOD.replace("name: 失业登记", f'name: "{shown}"'))

    data = exported(hall)

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    rows = [row for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python()]
    assert not [one for row in rows for one in row if str(one)[:1] in ("=", "+", "-", "@")]
    assert bring_in(hall, data).unchanged == 1


def test_the_workbook_of_the_same_items_is_the_same_file():
    hall = found_hall()
    take_over(hall, demo())

    assert exported(hall) == exported(hall)


def test_every_sheet_has_its_headings_even_when_it_has_no_rows():
    hall = found_hall()
    take_over(hall, GOOD.split("  steps:")[0] + "  avg_minutes: 1\n  ticket_prefix: D\n")

    tables = read_tables(exported(hall))

    assert list(tables) == ["事项", "问题", "材料", "环节", "特殊环节", "收费"]
    assert tables["收费"] == [] and len(tables["材料"]) == 2


@given(
    value=st.integers(1, 240) | st.none(),
    unit=st.sampled_from([one for one in Unit if one is not Unit.IMMEDIATE]),
    start=st.sampled_from(StartRule),
    rolls=st.sampled_from(Rollover),
    language=st.sampled_from(["zh-hans", "en"]),
    other=st.sampled_from(["zh-hans", "en"]),
)
def test_a_limit_written_in_one_language_is_read_in_the_other(value, unit, start, rolls, language, other):
    limit = Limit(value, unit, "", start, rolls if not unit.is_moment else Rollover.NONE)
    with override(language):
        cell = words.limit(limit)

    with override(other):
        found = words.unlimit(cell)

    assert (found["value"], found["unit"]) == (value, unit) and (value or 0) <= MOST[unit]
    assert found.get("start_rule", StartRule.NEXT_DAY) == limit.start_rule
    assert found.get("rollover", Rollover.NONE) == limit.rollover
