"""The letter of a notice: what it says, what it hides, and that every reprint is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import gettext_lazy

from tests.notices import told
from tests.support.hall import MORNING, Hall
from tests.support.tables import rows as every_row
from yichuang.catalogue.types import ItemCard
from yichuang.kernel import documents
from yichuang.kernel.claims import proves
from yichuang.kernel.documents.types import Numbered, Paper, texts
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.scanner import scan
from yichuang.kernel.vault.types import Kind
from yichuang.notices import selectors, services
from yichuang.notices.types import (
    Collect,
    NoticeCard,
    NoticeKind,
    Redirect,
)

pytestmark = pytest.mark.django_db

ELSEWHERE = Redirect("安阳市医疗保障局 参保登记科", "李明", "0372-2550101", "政务服务中心3楼C12窗口")


def paper(card: NoticeCard, language: str = "zh-hans") -> Paper:
    return selectors.paper(card.hall_id, card.id, at=MORNING, language=language)


def test_a_receipt_says_the_last_day_and_how_it_was_counted(hall: Hall, about: ItemCard):
    counted = ("3月2日受理，当日不计", "3月3日至3月9日 第1至第5个工作日")

    card = told.issued(
        hall,
        about,
        kind=NoticeKind.RECEIPT,
        gaps=(),
        due=date(2026, 3, 9),
        explanation=counted,
        extra=((gettext_lazy("Unit"), "社保局"),),
    )

    assert {"2026年3月9日", "单位", *counted} <= set(texts(paper(card)))
    assert {"9 March 2026", "Unit"} <= set(texts(paper(card, "en")))
    with pytest.raises(services.ElementMissing, match="办结日期"):
        told.issued(hall, about, kind=NoticeKind.RECEIPT, gaps=())


def test_a_result_says_where_and_when_to_collect_it_or_why_it_failed(hall: Hall, about: ItemCard):
    collect = Collect("一楼A区1号窗口", "工作日8:30—17:30")
    done = told.issued(hall, about, kind=NoticeKind.RESULT, gaps=(), collect=collect)

    assert {collect.place, collect.time} <= set(texts(paper(done)))
    for wrong in (
        {"kind": NoticeKind.RESULT, "collect": replace(collect, place="")},
        {"kind": NoticeKind.RESULT, "collect": replace(collect, time="")},
        {"kind": NoticeKind.RESULT},
        {"kind": NoticeKind.FAILED},
    ):
        with pytest.raises(services.ResultIncomplete):
            told.issued(hall, about, gaps=(), **wrong)


def test_the_paper_masks_whom_it_is_for_and_every_number_in_what_was_typed(hall: Hall, about: ItemCard):
    name = vault.keep(
        hall_id=hall.id,
        kind=Kind.NAME,
        value="张建国",
        purpose="cases.applicant",
        expires_at=MORNING + timedelta(days=9),
        by=hall.clerk(1),
        at=MORNING,
    )
    card = services.issue(
        by=hall.clerk(1),
        at=MORNING,
        **told.refused(
            hall,
            about,
            addressee_entry=name,
            reason="证件11010519491231002X与申请不符,电话１３８１２３４２２１０无人接听",
            extra=(("联系电话", "13812342210"),),
        ),
    )

    for language in ("zh-hans", "en"):
        said = " ".join(texts(paper(card, language)))
        assert "张*国" in said and "138****2210" in said and "110105" not in said
        assert not scan(said, where="paper", names=["张建国"])


def test_tables_journal_and_address_know_nothing_of_what_was_typed(hall: Hall, about: ItemCard):
    typed = ("申请人与单位存在劳动争议尚未裁决", "请到王庄派出所补章")
    told.issued(hall, about, gaps=(told.gap(about, 1, note=typed[1]),))
    card = services.issue(by=hall.clerk(1), at=MORNING, **told.refused(hall, about, reason=typed[0]))

    stored = " ".join(map(str, every_row().items()))

    assert card.token and not [one for one in typed if one in stored]
    assert typed[0] in texts(paper(card))  # only the letter says it


@proves("ACC-03")
def test_a_reprint_is_the_same_file_to_the_last_byte(hall: Hall, about: ItemCard):
    card = told.issued(hall, about, kind=NoticeKind.RECEIPT, gaps=(), due=date(2026, 3, 9))
    first = documents.pdf(paper(card), at=card.issued_at)
    documents.typeset.forget()

    reprint = documents.pdf(
        selectors.paper(hall.id, card.id, at=MORNING + timedelta(days=300)), at=card.issued_at
    )

    assert reprint.bytes == first.bytes


def test_a_letter_is_gone_when_its_time_is_over(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)
    late = MORNING + timedelta(days=1097)

    with pytest.raises(services.LetterGone):
        selectors.paper(hall.id, card.id, at=late)

    vault.shred_expired(late)
    assert selectors.notice(hall.id, card.id).number == card.number


def test_what_cannot_be_printed_is_not_issued_and_uses_no_number(hall: Hall, about: ItemCard):
    with pytest.raises(documents.GlyphMissing, match="U\\+1F600"):
        told.issued(hall, about, gaps=(told.gap(about, 1, note="请重交\U0001f600"),))

    assert told.issued(hall, about).number == "告字〔2026〕第1号"


def test_materials_stand_on_the_paper_in_the_order_of_the_guide(hall: Hall, about: ItemCard):
    lists = [one.items for one in paper(told.issued(hall, about)).blocks if isinstance(one, Numbered)]

    assert ("居民身份证", "终止劳动关系证明", "银行卡复印件", "失业保险金申领表") in lists
