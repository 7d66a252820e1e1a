"""Importing a catalogue: versions in force, bad rows by line, nothing half-imported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from tests.catalogue.files import GOOD, demo, line_of
from tests.halls import MONDAY, at, found_hall
from yichuang.catalogue import reader, selectors, services
from yichuang.catalogue.errors import CatalogueUnfit, ForcePassed, ItemUnknown, NothingForThisHall
from yichuang.catalogue.models import Item, ItemVersion, Material, Step
from yichuang.catalogue.types import Condition
from yichuang.deadlines.types import Unit
from yichuang.kernel.journal import guard
from yichuang.kernel.types import Key
from yichuang.organization.errors import HallUnknown
from yichuang.organization.types import HallProfile

pytestmark = pytest.mark.django_db
JULY = date(2026, 7, 1)


def take_over(hall, text=GOOD, clock_="09:00", **other):
    return services.import_catalogue(
        hall_id=hall.id, text=text, source_name="目录.yaml", by=hall.by, at=at(clock_), **other
    )


def test_an_item_comes_over_with_everything_the_file_says():
    hall = found_hall()

    report = take_over(hall)

    card = selectors.item_by_code(hall.id, "rs001", MONDAY)
    assert (report.added, report.changed, report.unchanged, report.of_other_halls) == (1, 0, 0, 1)
    assert (card.name, card.department, card.version, card.ticket_prefix) == (
        "失业登记",
        "公共就业服务机构",
        1,
        "D",
    )
    assert card.statutory_limit.value == 10 and card.statutory_limit.unit is Unit.WORKING_DAY
    assert card.promised_limit.value == 5 and card.fee.amount == Decimal(0) and not card.fee.charged
    assert [one.name for one in card.materials] == ["有效身份证件", "终止劳动关系证明"]
    assert card.materials[0].shareable and card.materials[1].condition == Condition("worked", True)
    assert [(one.name, one.role, one.limit.value) for one in card.steps] == [
        ("受理", "stf", 1),
        ("决定", "sec", 2),
    ]
    assert card.flags.simple is True and card.flags.needs_id is True
    assert selectors.item(hall.id, card.id, MONDAY) == card
    (told,) = hall.told("catalogue.item_published")
    assert told.subject_id == card.id and "失业" not in told.body


def test_the_shipped_catalogue_comes_over_whole():
    hall = found_hall()

    report = take_over(hall, demo())

    items = selectors.items(hall.id, MONDAY)
    assert (report.added, report.of_other_halls, report.findings) == (44, 50, ())
    assert [one.code for one in items] == [f"RS{number:03d}" for number in range(1, 45)]
    permit = next(one for one in items if one.code == "RS029")
    assert permit.special_links[0].name.startswith("实地核查") and permit.special_links[0].limit.value == 5


@pytest.mark.parametrize("profile", list(HallProfile))
def test_each_kind_of_hall_finds_its_items_in_the_shipped_catalogue(profile):
    hall = found_hall(profile=profile)

    report = take_over(hall, demo())

    counted = {"hrss": 44, "court": 17, "health": 12, "general": 15, "enterprise": 6}
    assert report.added == counted[profile] == len(selectors.items(hall.id, MONDAY))
    assert len(report.findings) == (1 if profile in (HallProfile.GENERAL, HallProfile.COURT) else 0)


def test_the_same_file_again_changes_nothing_and_a_changed_item_becomes_a_new_version():
    hall = found_hall()
    take_over(hall)
    again = take_over(hall)
    longer = GOOD.replace("avg_minutes: 12", "avg_minutes: 15")

    changed = take_over(hall, longer, from_day=JULY)

    assert (again.added, again.changed, again.unchanged) == (0, 0, 1)
    assert (changed.added, changed.changed, changed.unchanged) == (0, 1, 0)
    june, july = date(2026, 6, 30), JULY
    assert selectors.item_by_code(hall.id, "RS001", june).avg_minutes == 12
    assert selectors.item_by_code(hall.id, "RS001", july).avg_minutes == 15
    card = selectors.item_by_code(hall.id, "RS001", july)
    assert [one.version for one in selectors.versions(hall.id, card.id)] == [1, 2]
    assert take_over(hall, longer, from_day=JULY).unchanged == 1


def test_a_version_scheduled_for_july_is_not_undone_by_one_of_june():
    hall = found_hall()
    take_over(hall)
    take_over(hall, GOOD.replace("avg_minutes: 12", "avg_minutes: 15"), from_day=JULY)

    take_over(hall, GOOD.replace("avg_minutes: 12", "avg_minutes: 13"), from_day=date(2026, 6, 1))

    minutes = [
        selectors.item_by_code(hall.id, "RS001", day).avg_minutes for day in (MONDAY, date(2026, 6, 1), JULY)
    ]
    assert minutes == [12, 13, 15]


def test_a_withdrawn_item_is_offered_until_its_day_and_comes_back_with_a_new_version():
    hall = found_hall()
    take_over(hall)
    card = selectors.item_by_code(hall.id, "RS001", MONDAY)

    services.withdraw_item(item_id=card.id, from_day=JULY, by=hall.by, at=at("10:00"))

    assert selectors.find(hall.id, card.id, date(2026, 6, 30)) == card
    assert selectors.find(hall.id, card.id, JULY) is None
    assert selectors.version(hall.id, card.version_id) == card  # open cases stay on it
    assert take_over(hall, from_day=JULY).changed == 1
    assert selectors.item_by_code(hall.id, "RS001", JULY).version == 3


def test_nothing_comes_into_force_in_the_past():
    hall = found_hall()

    with pytest.raises(ForcePassed):
        take_over(hall, from_day=date(2026, 3, 1))
    take_over(hall)
    card = selectors.item_by_code(hall.id, "RS001", MONDAY)
    with pytest.raises(ForcePassed):
        services.withdraw_item(item_id=card.id, from_day=date(2026, 3, 1), by=hall.by, at=at("10:00"))


@pytest.mark.parametrize("table", [ItemVersion, Material, Step])
def test_the_database_refuses_to_change_or_remove_what_was_written(table):
    hall = found_hall()
    take_over(hall)

    for act in (lambda: table.objects.update(name="改"), lambda: table.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert guard.missing() == []
    assert table.objects.filter(hall_id=hall.id).exclude(name="改").exists()


BAD_ROWS = [
    ("avg_minutes: 12", "avg_minutes: 十二", "整数"),
    ("avg_minutes: 12", "avg_minutes: 0", "整数"),
    ("avg_minutes: 12", "avg_minutes: true", "整数"),
    ("  name: 失业登记", "  nmae: 失业登记", "未知的字段“nmae”"),
    ("ticket_prefix: D", "ticket_prefix: D12", "大写字母"),
    ("ticket_prefix: D", "ticket_prefix: '<b>'", "大写字母"),
    ("appointment: true", "appointment: 也许", "true 或 false"),
    ("channels: [window, online]", "channels: window", "应为列表"),
    ("unit: working_day, citation", "unit: fortnight, citation", "不是时限单位"),
    ("statutory_limit: {value: 10, unit: working_day", "statutory_limit: {value: 10", "须有单位"),
    (
        "promised_limit: {value: 5, unit: working_day}",
        "promised_limit: {value: 5, unit: immediate}",
        "应为 0",
    ),
    ("promised_limit: {value: 5", "promised_limit: {value: -5", "整数"),
    ("promised_limit: {value: 5", "promised_limit: {value: 5.5", "整数"),
    ("fee: {charged: false, amount_yuan: 0", "fee: {charged: false, amount_yuan: 10", "不能有金额"),
    ("fee: {charged: false, amount_yuan: 0", "fee: {charged: true, amount_yuan: 1.005", "金额"),
    ("fee: {charged: false, amount_yuan: 0", "fee: {charged: true, amount_yuan: .inf", "金额"),
    ("fee: {charged: false, amount_yuan: 0", "fee: {charged: true, amount_yuan: ten", "金额"),
    ("condition: {question: worked, is: true}", "condition: 曾就业", "字段"),
    ("- id: RS001", "- id: 登记一", "连字符"),
    ("  name: 失业登记", "  name: ''", "缺少“name”"),
    ("  name: 失业登记", "  name: " + "长" * 121, "超过 120 个字"),
    ("  name: 失业登记", "  name: " + "长" * 10_000, "超过 120 个字"),
    ("  name: 失业登记", '  name: "a\\0b"', "无法显示"),
    ("  name: 失业登记", "  name: [a]", "文字"),
    ("legal_basis: [《中华人民共和国就业促进法》]", "legal_basis: []", "设定依据"),
    ("- {name: 终止劳动关系证明, form: 复印件", "- {name: 其他材料, form: 复印件", "兜底材料"),
    ("promised_limit: {value: 5", "promised_limit: {value: 11", "长于法定时限 10 个工作日"),
    ("- {name: 受理, role: stf, limit: {value: 1, unit: working_day}}", "- 受理", "一组字段"),
    ("role: sec, limit", "role: boss, limit", "岗位角色"),
    ("  hall: court", "  hall: cuort", "不是大厅类型"),
    ("  avg_minutes: 20", "  avg_minutes: 2000", "整数"),  # a row of another hall is bad all the same
]


@pytest.mark.parametrize(("good", "bad", "reason"), BAD_ROWS)
def test_a_bad_row_is_named_by_line_and_reason_and_nothing_is_half_imported(good, bad, reason):
    hall = found_hall()
    assert good in GOOD
    text = GOOD.replace(good, bad)

    with pytest.raises(CatalogueUnfit) as refused:
        take_over(hall, text)

    faults = refused.value.faults
    assert [one.line for one in faults if reason in one.reason] == [line_of(text, bad[:40])]
    assert str(refused.value).startswith(f"事项目录未导入。第 {faults[0].line} 行")
    assert not Item.objects.exists() and not ItemVersion.objects.exists()
    assert not hall.told("catalogue.imported")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "items"),
        ("items: {}", "items"),
        ("items: []", "没有任何事项"),
        ("items:\n- RS001", "一组字段"),
        ("[" * 60, "层"),
        ("a: &a [x]\nitems: [*a, *a]", "锚点"),
        ("items: !!python/object/apply:os.system ['id']", "标签"),
        ("items:\n- id: X\n  id: Y", "重复"),
        ("items:\n\t- x", "YAML"),
        ("x" * 5_000_001, "过大"),
        ("items: [{id: 2026-99-99}]", "不是有效的值"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_with_a_sentence(text, reason):
    hall = found_hall()

    with pytest.raises(CatalogueUnfit) as refused:
        take_over(hall, text)

    assert reason in str(refused.value)


def test_every_bad_row_is_named_not_only_the_first():
    text = GOOD.replace("avg_minutes: 12", "avg_minutes: x").replace("ticket_prefix: L", "ticket_prefix: l")

    _rows, faults = reader.read(text)

    assert [(one.line, one.row) for one in faults] == [
        (line_of(text, "avg_minutes: x"), "RS001"),
        (line_of(text, "ticket_prefix: l"), "FY001"),
    ]


def test_an_item_that_stands_twice_in_a_file_is_a_fault_of_the_second():
    item = GOOD.split("- id: FY001")[0]
    text = item + "- id: RS001" + item.split("- id: RS001")[1]

    _rows, faults = reader.read(text)

    assert len(faults) == 1 and faults[0].line == text.rstrip().count("\n", 0, text.rindex("- id:")) + 1


def test_markup_sql_and_emoji_in_a_name_are_kept_as_they_stand():
    hall, name = found_hall(), "<b>登记</b>'; DROP TABLE catalogue_item; --🎫👵🏽"

    take_over(hall, GOOD.replace("失业登记", name))

    assert selectors.item_by_code(hall.id, "RS001", MONDAY).name == name


def test_a_file_for_other_halls_only_is_refused():
    hall = found_hall(profile=HallProfile.HEALTH)

    with pytest.raises(NothingForThisHall):
        take_over(hall)


def test_items_of_another_hall_are_not_found_here():
    anyang, hebi = found_hall("AYRS"), found_hall("HBRS")
    take_over(hebi)
    card = selectors.item_by_code(hebi.id, "RS001", MONDAY)

    assert selectors.items(anyang.id, MONDAY) == []
    for unknown in (
        lambda: selectors.item(anyang.id, card.id, MONDAY),
        lambda: selectors.item_by_code(anyang.id, "RS001", MONDAY),
        lambda: selectors.item_by_code(hebi.id, "x" * 10_000, MONDAY),
        lambda: selectors.item(hebi.id, uuid4(), MONDAY),
        lambda: selectors.version(anyang.id, card.version_id),
        lambda: services.withdraw_item(item_id=card.id, by=anyang.by, at=at("10:00")),
    ):
        with pytest.raises(ItemUnknown):
            unknown()
    with pytest.raises(HallUnknown):
        services.import_catalogue(hall_id=hebi.id, text=GOOD, source_name="x", by=anyang.by, at=at("09:00"))


def test_an_import_sent_twice_happens_once():
    hall, key = found_hall(), Key("import-form-001", "a" * 64)

    first, second = take_over(hall, key=key), take_over(hall, key=key)

    assert first.added == 1 and second.unchanged == 1
    assert len(hall.told("catalogue.imported")) == 1


def test_all_items_of_a_hall_are_read_in_four_queries(django_assert_num_queries):
    hall = found_hall()
    take_over(hall, demo())

    with django_assert_num_queries(4):
        selectors.items(hall.id, MONDAY)


# --- the command line --------------------------------------------------------------------------------
