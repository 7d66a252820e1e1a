"""A letter is Chinese in Chinese and English in English, whoever's screen it was issued from."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import translation

from tests.cases.hall import PLACE, Office
from tests.support.hall import MORNING
from yichuang.cases import services
from yichuang.cases.types import CaseCard, Decision
from yichuang.kernel.claims import proves
from yichuang.kernel.documents.types import texts
from yichuang.kernel.serve import reached
from yichuang.notices import selectors as notices
from yichuang.notices.types import NoticeKind

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)


def said(office: Office, case: CaseCard, kind: NoticeKind, language: str) -> list[str]:
    letter = next(one for one in notices.notices_of(office.id, case.id) if one.kind is kind)
    return list(texts(notices.paper(office.id, letter.id, at=LATER, language=language)))


@proves("TIME-04")
@pytest.mark.parametrize("screen", ["en", "zh-hans"])
def test_the_limits_are_told_in_the_letters_own_language(office: Office, screen: str) -> None:
    with translation.override(screen):
        case = office.accepted("PERMIT")

    chinese = said(office, case, NoticeKind.RECEIPT, "zh-hans")
    english = said(office, case, NoticeKind.RECEIPT, "en")

    assert "承诺时限5个工作日；法定时限20个工作日" in "".join(chinese).replace(" ", "")
    assert not [one for one in chinese if re.search(r"[a-z]{3}", one)]
    assert [one for one in english if one.startswith("promised 5 working days；statutory 20 working days")]


@pytest.mark.parametrize("screen", ["en", "zh-hans"])
def test_an_extension_says_by_how_much_and_a_pause_for_how_long(office: Office, screen: str) -> None:
    case = office.accepted("PERMIT")
    services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)
    with translation.override(screen):
        services.extend(case_id=case.id, value=5, reason="情况复杂", by=office.chief, at=LATER)
        services.pause(
            case_id=case.id,
            ground="inspection",
            link="现场核查",
            evidence="核1",
            by=office.neighbour,
            at=LATER,
        )

    assert "5个工作日" in [
        one.replace(" ", "") for one in said(office, case, NoticeKind.EXTENSION, "zh-hans")
    ]
    assert "5 working days" in said(office, case, NoticeKind.EXTENSION, "en")
    assert not [one for one in said(office, case, NoticeKind.PAUSE, "zh-hans") if re.search("[a-z]{3}", one)]


@pytest.mark.parametrize("screen", ["en", "zh-hans"])
def test_the_ground_of_a_pause_is_told_in_the_letters_own_language(office: Office, screen: str) -> None:
    case = office.accepted("PERMIT")
    services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)
    with translation.override(screen):
        asked = services.ask_pause(
            case_id=case.id, ground="applicant_request", evidence="申请1", by=office.neighbour, at=MORNING
        )
        services.approve_pause(request_id=asked.id, by=office.head, at=LATER)

    assert "申请人申请" in said(office, case, NoticeKind.PAUSE, "zh-hans")
    assert "asked for by the applicant" in said(office, case, NoticeKind.PAUSE, "en")


def test_who_fetches_a_result_brings_what_shows_who_they_are_and_nothing_handed_in_before(
    office: Office,
) -> None:
    case = office.accepted("PERMIT")
    services.begin_handling(case_id=case.id, by=office.neighbour, at=MORNING)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=office.neighbour, at=MORNING)
    services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=LATER)
    services.prepare_result(case_id=case.id, collection=PLACE, by=office.neighbour, at=LATER)
    services.notify(case_id=case.id, by=office.neighbour, at=LATER)

    told = " ".join(said(office, case, NoticeKind.RESULT, "zh-hans"))

    assert "需携带材料" in told and "受理通知书" in told and "有效身份证件" in told
    assert "申请书" not in told and "营业执照" not in told


def test_a_paper_without_a_code_to_scan_does_not_ask_to_scan_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = office.accepted("PERMIT")
    (letter,) = notices.notices_of(office.id, case.id)
    monkeypatch.setattr(reached, "_seen", "")

    bare = notices.paper(office.id, letter.id, at=LATER)
    reached.read_at("http://10.0.0.5:8000/")
    reached.read_at("http://127.0.0.1:8000/")
    coded = notices.paper(office.id, letter.id, at=LATER)

    assert bare.code_url is None and "扫码" not in bare.verify_text and letter.number in bare.verify_text
    assert coded.code_url is not None and coded.code_url.startswith("http://10.0.0.5:8000/n/")
    assert coded.verify_text.startswith("扫码")
