"""A notice is whole or it is not issued; it has a number, a letter and an address that names nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.notices import told
from tests.support.hall import MORNING, Hall
from yichuang.catalogue.types import ItemCard
from yichuang.kernel import documents
from yichuang.kernel.claims import proves
from yichuang.kernel.documents.types import Fields, Paper, texts
from yichuang.kernel.idempotency import KeyReused
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.notices import selectors, services
from yichuang.notices.types import (
    Channel,
    Fault,
    MaterialCheck,
    NoticeCard,
    NoticeForm,
    NoticeKind,
    NoticeState,
    Redirect,
)

pytestmark = pytest.mark.django_db

ELSEWHERE = Redirect("安阳市医疗保障局 参保登记科", "李明", "0372-2550101", "政务服务中心3楼C12窗口")


def paper(card: NoticeCard, language: str = "zh-hans") -> Paper:
    return selectors.paper(card.hall_id, card.id, at=MORNING, language=language)


def bodies(name: str) -> list[str]:
    return list(Entry.objects.filter(name=name).order_by("at", "id").values_list("body", flat=True))


def test_a_notice_has_a_number_of_its_kind_and_year(hall: Hall, about: ItemCard):
    first, second = told.issued(hall, about), told.issued(hall, about)
    slip = told.issued(hall, about, kind=NoticeKind.RECEIVED, gaps=())
    next_year = told.issued(hall, about, at=MORNING + timedelta(days=320))

    assert (first.number, second.number) == ("告字〔2026〕第1号", "告字〔2026〕第2号")
    assert (slip.number, next_year.number) == ("收字〔2026〕第1号", "告字〔2027〕第1号")
    assert first.state is NoticeState.ISSUED
    assert selectors.by_number(hall.id, "告2026-2").id == second.id


@proves("ONE-01")
@pytest.mark.parametrize("channel", list(Channel))
def test_on_the_phone_the_same_five_parts_are_told_as_at_the_counter(
    hall: Hall, about: ItemCard, channel: Channel
):
    card = told.issued(hall, about, channel=channel)

    said = texts(paper(card))

    for part in (*about.legal_basis, "自受理之日起5个工作日", "申请 → 受理 → 审核 → 办结"):
        assert part in said
    assert {"居民身份证", "终止劳动关系证明", "失业保险金申领表"} <= set(said)
    assert f'"channel":"{channel}"' in bodies("notices.notice_issued")[0].replace(" ", "")


@proves("ONE-01", refuses=True)
@proves("ONE-02", refuses=True)
@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize(
    ("part", "empty", "called"),
    [
        ("basis", (), "依据"),
        ("basis", ("第一条", " "), "依据"),
        ("time_limit", "  ", "时限"),
        ("procedure", (), "程序"),
        ("materials", (), "全部材料"),
        ("gaps", (), "补正内容"),
    ],
)
def test_a_notice_with_a_part_missing_is_refused_and_names_it(
    hall: Hall, about: ItemCard, channel: Channel, part: str, empty: Any, called: str
):
    with pytest.raises(services.ElementMissing) as missing:
        told.issued(hall, about, channel=channel, **{part: empty})

    assert called in str(missing.value)
    assert not bodies("notices.notice_issued")


@proves("ONE-02", refuses=True)
def test_the_list_of_materials_leaves_none_out_that_is_always_asked_for(hall: Hall, about: ItemCard):
    always = [one.name for one in about.materials if one.required and one.condition is None]

    with pytest.raises(services.MaterialsLeftOut, match=always[-1]):
        told.issued(hall, about, materials=tuple(always[:-1]))


@proves("ONE-02")
def test_a_whole_notice_is_printed_with_its_number(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)

    printed = documents.pdf(paper(card), at=card.issued_at)

    assert paper(card).number == card.number
    assert printed.pages >= 1 and printed.bytes.startswith(b"%PDF-")


def test_nothing_is_asked_for_that_the_item_does_not_have(hall: Hall, about: ItemCard):
    with pytest.raises(services.ForeignMaterial, match="村委会证明"):
        told.issued(hall, about, gaps=(replace(told.gap(about, 1), name="村委会证明"),))

    with pytest.raises(services.ForeignMaterial):
        told.issued(hall, about, gaps=(replace(told.gap(about, 1), material=99),))


@proves("ONE-06")
def test_a_refusal_has_a_number_its_basis_and_a_copy_that_stays(hall: Hall, about: ItemCard):
    card = services.issue(by=hall.clerk(1), at=MORNING, **told.refused(hall, about))

    later = selectors.paper(hall.id, card.id, at=MORNING + timedelta(days=900))
    said = texts(later)
    assert card.number == "不予字〔2026〕第1号"
    assert {"申请人不符合参保地条件", *told.REMEDIES, *about.legal_basis} <= set(said)


@proves("ONE-06", refuses=True)
@proves("ONE-02", refuses=True)
@pytest.mark.parametrize("kind", [NoticeKind.REFUSAL, NoticeKind.NOT_ACCEPTED])
@pytest.mark.parametrize(("part", "empty"), [("reason", " \n"), ("basis", ()), ("remedies", ())])
def test_nothing_is_refused_without_reason_basis_and_remedies(
    hall: Hall, about: ItemCard, kind: NoticeKind, part: str, empty: Any
):
    with pytest.raises(services.ReasonMissing):
        services.issue(by=hall.clerk(1), at=MORNING, **told.refused(hall, about, kind=kind, **{part: empty}))


@proves("ONE-07")
def test_who_is_sent_on_is_told_unit_person_phone_and_floor(hall: Hall, about: ItemCard):
    card = told.issued(hall, about, kind=NoticeKind.REDIRECT, gaps=(), redirect=ELSEWHERE)

    fields = next(one for one in paper(card).blocks if isinstance(one, Fields))
    assert [value for _label, value in fields.pairs] == [
        ELSEWHERE.unit,
        ELSEWHERE.person,
        ELSEWHERE.phone,
        ELSEWHERE.place,
    ]
    assert card.redirect == ELSEWHERE
    assert selectors.notice(hall.id, card.id).redirect == ELSEWHERE


@proves("ONE-07", refuses=True)
@pytest.mark.parametrize(
    ("part", "called"), [("person", "承办人"), ("phone", "电话"), ("place", "地点"), ("unit", "单位")]
)
def test_nobody_is_sent_to_a_unit_without_a_person(hall: Hall, about: ItemCard, part: str, called: str):
    with pytest.raises(services.HandlerMissing, match=called):
        told.issued(hall, about, kind=NoticeKind.REDIRECT, gaps=(), redirect=replace(ELSEWHERE, **{part: ""}))


def test_a_unit_is_reached_by_its_office_telephone(hall: Hall, about: ItemCard):
    with pytest.raises(services.OfficePhoneOnly):
        told.issued(
            hall,
            about,
            kind=NoticeKind.REDIRECT,
            gaps=(),
            redirect=replace(ELSEWHERE, phone="13800138000"),
        )


@proves("ONE-09")
def test_a_simple_matter_told_by_mouth_leaves_time_and_person(hall: Hall):
    simple = told.item(hall, simple=True)

    card = told.issued(hall, simple, form=NoticeForm.ORAL)

    entry = Entry.objects.get(name="notices.notice_issued")
    assert (entry.subject_id, entry.at, entry.actor_id) == (card.id, MORNING, hall.clerk(1).id)
    assert '"form":"oral"' in entry.body.replace(" ", "") and card.number


@proves("ONE-09", refuses=True)
@pytest.mark.parametrize("claimed", [True, None])
def test_what_is_not_simple_is_not_told_by_mouth(hall: Hall, claimed: bool | None):
    hard = told.item(hall, simple=False)

    with pytest.raises(services.MustBeWritten):
        told.issued(hall, hard, form=NoticeForm.ORAL, simple=claimed)  # the item says it, not the clerk


def test_what_is_a_proof_exists_on_paper_only(hall: Hall):
    simple = told.item(hall, simple=True)

    with pytest.raises(services.NotWritableByMouth):
        told.issued(hall, simple, kind=NoticeKind.RECEIVED, gaps=(), form=NoticeForm.ORAL)


def test_a_check_of_everything_becomes_the_notice(hall: Hall, about: ItemCard):
    faults = {1: None, 2: Fault.FORM, 4: Fault.MISSING, 5: Fault.MISSING}  # the fourth is optional
    checks = [MaterialCheck(place, fault, "请加盖公章") for place, fault in faults.items()]
    alone, by_another = {"agent": False}, {"agent": True}

    checked = selectors.whole_check(hall.id, about.version_id, alone, checks)
    card = told.issued(hall, about, gaps=checked.gaps, materials=checked.materials)

    assert [(one.material, one.fault) for one in card.gaps] == [(2, Fault.FORM), (5, Fault.MISSING)]
    assert "请加盖公章" in texts(paper(card)) and "授权委托书" not in texts(paper(card))
    for answers, looked_at, named in (
        (alone, checks[:-1], "失业保险金申领表"),  # nobody looked at it
        (by_another, checks, "授权委托书"),  # it applies now
        ({}, checks, "是否由他人代办"),  # whether it applies is not known
    ):
        with pytest.raises(services.CheckIncomplete, match=named):
            selectors.whole_check(hall.id, about.version_id, answers, looked_at)


def test_a_notice_is_given_where_one_is_signed_on(hall: Hall, about: ItemCard):
    with pytest.raises(services.NotSignedOnThere):
        told.issued(hall, about, window_id=hall.windows[2])
    with pytest.raises(services.NotSignedOnThere):
        told.issued(hall, about, by=hall.clerk(2))

    behind = told.issued(hall, about, by=hall.clerk(2), window_id=None)
    assert behind.window_id is None and "经办人" in paper(behind).issuer


def test_only_what_the_law_lets_happen_is_told_by_the_system(hall: Hall, about: ItemCard):
    system = Actor(ActorKind.SYSTEM, UUID(int=7), hall.id)
    deemed = {"kind": NoticeKind.DEEMED, "gaps": (), "window_id": None, "due": date(2026, 3, 9)}

    card = told.issued(hall, about, by=system, **deemed)

    assert card.kind is NoticeKind.DEEMED
    with pytest.raises(services.OnlyPersonsTell):
        told.issued(hall, about, by=system, window_id=None)


def test_a_correction_stands_in_the_place_of_what_was_wrong(hall: Hall, about: ItemCard):
    wrong = told.issued(hall, about, kind=NoticeKind.RECEIPT, gaps=(), due=date(2026, 3, 9))

    right = told.issued(
        hall, about, kind=NoticeKind.CORRECTION, gaps=(), reason="日期有误", supersedes=wrong.id
    )

    replaced = selectors.notice(hall.id, wrong.id)
    assert (replaced.state, replaced.superseded_by) == (NoticeState.SUPERSEDED, right.id)
    assert any(wrong.number in one for one in texts(paper(right)))
    with pytest.raises(services.NoticeEnded):
        told.issued(hall, about, kind=NoticeKind.CORRECTION, gaps=(), reason="再改", supersedes=wrong.id)


def test_the_same_form_sent_twice_is_one_notice(hall: Hall, about: ItemCard):
    said, key = told.whole(hall, about), Key("a-form-of-2026", "0" * 64)

    first = services.issue(by=hall.clerk(1), at=MORNING, key=key, **said)
    second = services.issue(by=hall.clerk(1), at=MORNING, key=key, **said)

    assert first == second and len(bodies("notices.notice_issued")) == 1
    with pytest.raises(KeyReused):
        services.issue(by=hall.clerk(1), at=MORNING, key=replace(key, body_hash="1" * 64), **said)


def test_what_was_supplied_ends_the_notice(hall: Hall, about: ItemCard):
    card, other = told.issued(hall, about), told.issued(hall, about)

    after = services.satisfy(notice_id=card.id, by=hall.clerk(1), at=MORNING)
    over = services.expire(notice_id=other.id, by=hall.clerk(1), at=MORNING)

    assert (after.state, over.state) == (NoticeState.SATISFIED, NoticeState.EXPIRED)
    with pytest.raises(services.NoticeEnded, match="已补齐"):
        services.expire(notice_id=card.id, by=hall.clerk(1), at=MORNING)


def test_another_hall_finds_nothing_here(hall: Hall, about: ItemCard):
    card, elsewhere = told.issued(hall, about), UUID(int=9)

    for ask in (
        lambda: selectors.notice(elsewhere, card.id),
        lambda: selectors.by_number(elsewhere, card.number),
        lambda: selectors.paper(elsewhere, card.id, at=MORNING),
    ):
        with pytest.raises(services.NoticeUnknown):
            ask()
    assert selectors.notices_of(elsewhere, card.matter_id or elsewhere) == ()
