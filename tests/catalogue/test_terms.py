"""What a version lays down for its cases: from the file, and where the file is silent from the regimes."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from tests.catalogue.files import GOOD, demo
from tests.catalogue.test_import import take_over
from tests.halls import MONDAY, at, found_hall
from yichuang.catalogue import reader, regimes, rules, selectors, services
from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.types import AcceptedForm, Bracket, FeeLine, Limit, Silence, Stage
from yichuang.deadlines.types import Ground, Rollover, Unit
from yichuang.organization import services as organization
from yichuang.organization.errors import PlaceUnknown
from yichuang.organization.types import HallProfile

pytestmark = pytest.mark.django_db
DEMO, _FAULTS = reader.read(demo())
SPECS = {row.spec.code: row.spec for row in DEMO}
WORK, NOW = Unit.WORKING_DAY, Unit.IMMEDIATE


def test_a_licence_has_its_clocks_from_the_licensing_law_and_says_where_they_stand():
    permit = SPECS["RS029"]

    terms = permit.terms
    assert terms.flags.deemed_accepted and terms.flags.separate_duties and not terms.flags.instant
    notice, delivery = terms.clocks.notice_limit, terms.clocks.delivery_limit
    assert (notice.value, notice.unit, delivery.value) == (5, WORK, 10)
    assert "第三十二条" in notice.citation and "第四十四条" in delivery.citation
    assert (terms.extension.times, terms.extension.value, terms.extension.approver) == (1, 10, "uh")
    assert "第四十二条" in terms.extension.citation


def test_what_the_product_proposes_is_marked_as_an_example():
    spec = SPECS["RS004"]

    assert {"clocks", "retention_years", "steps"} <= set(spec.illustrative)
    assert not spec.terms.clocks.notice_limit.citation  # nothing that is ours pretends to be law


def test_days_of_court_procedure_roll_to_the_first_day_after_a_holiday_and_hours_do_not():
    filing, preservation = SPECS["FY001"], SPECS["FY006"]

    assert filing.statutory_limit.rollover is Rollover.NEXT_WORKING_DAY
    assert preservation.statutory_limit.rollover is Rollover.NONE
    assert SPECS["ZH005"].statutory_limit.rollover is Rollover.NONE  # no court


def test_a_case_walks_the_five_stages_and_a_matter_done_at_the_window_three():
    assert [one.stage for one in SPECS["RS004"].steps] == list(Stage)
    assert [one.stage for one in SPECS["RS001"].steps] == [
        Stage.ACCEPTANCE,
        Stage.HANDLING,
        Stage.FEEDBACK,
    ]


@pytest.mark.parametrize("template", ["three", "four", "five", "six"])
@pytest.mark.parametrize("promised", [Limit(0, NOW), Limit(1, WORK), Limit(7, WORK), Limit(48, Unit.HOUR)])
def test_the_steps_of_a_template_share_the_promise_and_never_outlast_it(template, promised):
    steps = regimes.steps(template, promised)

    assert sum(one.limit.value for one in steps) == promised.value
    assert all(one.role and (one.limit.value or one.limit.unit is NOW) for one in steps)
    assert [one.stage for one in steps] == sorted((one.stage for one in steps), key=list(Stage).index)


def test_without_a_promise_no_limit_is_invented_for_the_steps():
    steps = regimes.steps("five", Limit(None, None))

    assert [one.limit.value for one in steps] == [0, 0, None, None, 0]


def test_a_special_link_says_on_what_ground_the_clock_pauses_and_one_that_counts_never_pauses_it():
    links = {one.name: one.ground for spec in SPECS.values() for one in spec.special_links}

    assert links["补正(指定期限,不计入)"] is Ground.SUPPLEMENT
    assert links["等待司法/行政结论(中止)"] is Ground.SUSPENSION
    assert links["评审委员会评审"] is Ground.EXPERT_REVIEW
    assert links["公告"] is Ground.PUBLICITY
    assert links["社区公示"] is None  # its days are days of the limit


def test_the_shipped_catalogue_shows_every_kind_of_item():
    flags = {name: sum(getattr(one.terms.flags, name) for one in SPECS.values()) for name in regimes.FLAGS}
    materials = [one for spec in SPECS.values() for one in spec.materials]

    assert all(0 < count < len(SPECS) for count in flags.values()), flags
    assert sum(bool(one.terms.joint.departments) for one in SPECS.values()) >= 3
    assert sum(bool(one.terms.questions) for one in SPECS.values()) >= 15
    assert {one.terms.stage_template for one in SPECS.values()} == {"", "three", "four", "five", "six"}
    assert any(line.optional for one in SPECS.values() for line in one.fees)
    assert any(one.validity_months for one in materials) and any(one.check for one in materials)
    assert any(one.shareable for one in materials) and any(one.deferrable for one in materials)
    assert all(one.fees for one in SPECS.values() if one.fee.charged)


def test_a_material_is_accepted_in_the_forms_its_catalogue_words():
    forms = {one.form: one.accepted_forms for spec in SPECS.values() for one in spec.materials}

    assert forms["原件"] == (AcceptedForm.ORIGINAL,)
    assert AcceptedForm.COPY in forms["复印件"] and AcceptedForm.COPY not in forms["原件核验"]


def test_only_materials_whose_question_is_answered_so_apply():
    hall = found_hall()
    take_over(hall)
    card = selectors.item_by_code(hall.id, "RS001", MONDAY)

    open_ = selectors.requirements(card, {})
    worked = selectors.requirements(card, {"worked": True})
    never = selectors.requirements(card, {"worked": False, "rich": True})

    assert [place for place, _one in open_.applying] == [1]
    assert [one.code for one in open_.unanswered] == ["worked"]
    assert [place for place, _one in worked.applying] == [1, 2] and worked.unanswered == ()
    assert [one.name for _place, one in never.applying] == ["有效身份证件"]


def test_a_question_no_material_depends_on_is_not_asked():
    hall = found_hall()
    take_over(hall, GOOD.replace(", condition: {question: worked, is: true}", ""))
    card = selectors.item_by_code(hall.id, "RS001", MONDAY)

    found = selectors.requirements(card, {})

    assert len(found.applying) == 2 and found.unanswered == () and len(card.questions) == 1


FULL = GOOD.replace(
    "  fee: {charged: false, amount_yuan: 0, note: 不收费}\n",
    """  fee:
    charged: true
    note: 见公示
    basis: 《价格目录》
    lines:
    - {code: copy, name: 工本费, amount_yuan: 8.5}
    - {code: post, name: 邮寄费, amount_yuan: 12, optional: true, basis: 《邮政价目》}
  flags: {confidential: true, tolerance_allowed: true}
  clocks: {supplement_limit: {value: 7, unit: calendar_day, rollover: next_working_day, citation: 某规定}}
  extension: {times: 2, value: 5, unit: working_day, approver: uh, citation: 某规定}
  joint: {departments: [就业科, 社保科], default_on_silence: agree}
  retention_years: 30
  reviewed_on: 2026-01-15
""",
)


def test_what_the_file_says_lies_over_what_its_regime_gives():
    hall = found_hall()

    take_over(hall, FULL)

    card = selectors.item_by_code(hall.id, "RS001", MONDAY)
    assert card.flags.confidential and card.flags.tolerance_allowed and card.flags.simple
    assert card.flags.instant  # 即办件: of its regime
    supplement = card.clocks.supplement_limit
    assert (supplement.value, supplement.unit, supplement.rollover, supplement.citation) == (
        7,
        Unit.CALENDAR_DAY,
        Rollover.NEXT_WORKING_DAY,
        "某规定",
    )
    assert card.clocks.delivery_limit.unit is NOW  # of its regime
    assert (card.extension.times, card.extension.value, card.extension.approver) == (2, 5, "uh")
    assert card.joint.departments == ("就业科", "社保科")
    assert card.joint.default_on_silence is Silence.AGREE
    assert card.retention_years == 30 and str(card.terms.reviewed_on) == "2026-01-15"
    assert [(one.code, one.amount, one.basis, one.optional) for one in card.fees] == [
        ("copy", Decimal("8.50"), "《价格目录》", False),
        ("post", Decimal("12.00"), "《邮政价目》", True),
    ]
    assert [one.stage for one in card.steps] == [Stage.ACCEPTANCE, Stage.APPROVAL]
    assert selectors.version(hall.id, card.version_id) == card


def test_a_version_written_before_there_were_terms_has_those_of_its_regime():
    hall = found_hall()
    take_over(hall, GOOD.split("  steps:")[0].replace("公共服务\n", "行政许可\n") + REST)
    permit = selectors.item_by_code(hall.id, "RS001", MONDAY)
    row = ItemVersion.objects.get(id=permit.version_id)
    row.pk, row.number, row.terms, row.limit_rules, row.simple = uuid4(), 2, None, None, True
    row.save(force_insert=True)

    old = selectors.version(hall.id, row.pk)

    assert old.clocks == permit.clocks and old.clocks.notice_limit.citation
    assert old.extension == permit.extension and old.flags == replace(permit.flags, simple=True)
    assert old.steps == permit.steps and old.stages == permit.stages


REST = """  avg_minutes: 12
  ticket_prefix: D
"""
CIVIL = SPECS["FY001"].fees[0]


@pytest.mark.parametrize(
    ("value", "due"),
    [
        ("0", "50"),
        ("10000", "50"),
        ("10000.40", "50.01"),
        ("100000", "2300"),  # 50 + 90,000 × 2.5 %
        ("200000", "4300"),
        ("500000", "8800"),
        ("1000000", "13800"),
        ("20000000", "141800"),
        ("30000000", "191800"),
    ],
)
def test_a_court_fee_is_graded_by_the_tariff_to_the_cent(value, due):
    assert rules.price(CIVIL, Decimal(value)) == Decimal(due)


def test_an_order_to_pay_costs_a_third_and_preservation_at_most_five_thousand():
    order, preserve = SPECS["FY016"].fees[0], SPECS["FY006"].fees[0]

    assert rules.price(order, Decimal(100_000)) == Decimal("766.67")
    assert rules.price(preserve, Decimal(1000)) == Decimal("30.00")
    assert rules.price(preserve, Decimal(9_000_000)) == Decimal("5000.00")
    assert rules.price(preserve) is None  # without the value nothing is charged


def test_a_fixed_line_costs_what_it_says_whatever_the_value():
    line = FeeLine("copy", "工本费", Decimal("8.50"), "《价目》", brackets=(Bracket(Decimal(0), Decimal(9)),))

    assert rules.price(line, Decimal(1_000_000)) == Decimal("8.50")


def test_a_line_that_depends_on_a_question_is_charged_as_it_is_answered():
    house = SPECS["ZH006"]
    lines = house.fees

    def charged(answers):
        return [one.code for one in rules.charges(lines, answers)]

    assert charged({"home": True}) == ["home", "copy"]
    assert charged({"home": False}) == ["other", "copy"]
    assert charged({}) == ["copy"]
    needed = rules.requirements(house.materials, lines, house.terms.questions, {})
    assert [one.code for one in needed.unanswered] == ["home"]


BAD_TERMS = [
    ("approver: uh", "approver: boss", "岗位角色"),
    ("default_on_silence: agree", "default_on_silence: shrug", "逾期未答复"),
    ("departments: [就业科, 社保科]", "departments: []", "征求意见的部门"),
    ("supplement_limit: {value: 7", "supplement_limit: {value: null", "须有数值和单位"),
    ("rollover: next_working_day", "rollover: sometimes", "期限计算规则"),
    ("value: 7, unit: calendar_day, rollover", "value: 7, unit: hour, rollover", "顺延"),
    ("supplement_limit: {value: 7, unit: calendar_day", "supplement_limit: {value: 999, unit: month", "整数"),
    ("flags: {confidential: true", "flags: {confidental: true", "未知的字段"),
    ("retention_years: 30", "retention_years: 0", "整数"),
    ("reviewed_on: 2026-01-15", "reviewed_on: 昨天", "日期"),
    ("code: post, name: 邮寄费", "code: copy, name: 邮寄费", "重复"),
    ("code: copy, name: 工本费, amount_yuan: 8.5", "code: copy, name: 工本费", "必居其一"),
    ("    note: 见公示", "    amount_yuan: 9", "不能另写一个"),
    ("question: worked, is: true", "question: worker, is: true", "没有问题"),
    ("{code: worked", "{code: 就业", "小写字母"),
]


@pytest.mark.parametrize(("good", "bad", "reason"), BAD_TERMS)
def test_terms_that_do_not_fit_are_named_by_line(good, bad, reason):
    assert good in FULL
    text = FULL.replace(good, bad)

    _rows, faults = reader.read(text)

    at_line = text[: text.index(bad)].count("\n") + 1
    assert any(reason in one.reason and one.line == at_line for one in faults), faults


def test_an_item_is_the_department_s_that_the_office_says_or_that_bears_its_name():
    hall = found_hall()
    take_over(hall)
    card = selectors.item_by_code(hall.id, "RS001", MONDAY)
    jobs = organization.add_department(code="JOB", name="就业科", by=hall.by, at=at("09:00"))
    other = organization.add_department(code="O", name="公共就业服务机构", by=hall.by, at=at("09:00"))

    named = selectors.department_of(hall.id, card.id, MONDAY)
    services.explain_wording(wording="公共就业服务机构", department_id=jobs.id, by=hall.by, at=at("10:00"))

    assert named == other.id
    assert selectors.department_of(hall.id, card.id, MONDAY) == jobs.id
    assert selectors.department_of(hall.id, uuid4(), MONDAY) is None
    (told,) = hall.told("catalogue.wording_explained")
    assert jobs.id.hex in told.body


def test_a_wording_is_not_given_to_a_department_of_another_hall():
    anyang, hebi = found_hall("AYRS"), found_hall("HBRS", profile=HallProfile.COURT)
    theirs = organization.add_department(code="JOB", name="就业科", by=hebi.by, at=at("09:00"))

    with pytest.raises(PlaceUnknown):
        services.explain_wording(wording="就业科", department_id=theirs.id, by=anyang.by, at=at("09:00"))
