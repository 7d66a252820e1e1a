"""The pages on which a case brings others in: every verb by its form, every refusal where it was pressed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.together import FIRE, PLANNING, House, joint_house, time_passes, working_day
from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING
from tests.support.vows import vow
from yichuang.cases import selectors, services
from yichuang.cases.types import CaseState, DataField, Decision, QueryState, ReferralState, Stand
from yichuang.kernel import clock
from yichuang.kernel.journal.deliver import hear

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)
PEOPLE = ("0001", "0302", "0305", "0401", "0411", "0431", "0441")


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with clock.frozen(LATER):
        yield


@pytest.fixture
def house() -> House:
    house = joint_house()
    for number in PEOPLE:
        vow(house.office.hall.person(number), MORNING)
    return house


def who(house: House, number: str) -> Client:
    return person_client(house.office.hall, number)


def press(client: Client, page: str, verb: str, **said: Any) -> Any:
    """Press a verb as the page's form would; what is refused comes back as the answer."""
    return client.post(f"/together/{verb}/", said | {"key": key_in(client.get(page))})


def done(answer: Any) -> None:
    assert answer.status_code == 303, text_of(answer)


def handler(house: House) -> Client:
    return who(house, "0302")


# ---- joint review ---------------------------------------------------------------------------------


def test_a_joint_review_walks_through_every_hand(house: House) -> None:
    case = house.handling("STRICT")
    page = f"/together/case/{case.id}/"
    lead, chief, planner = handler(house), who(house, "0305"), who(house, "0401")

    refused = press(lead, page, f"case/{case.id}/open")
    assert refused.status_code == 403 and "CHF-04" in text_of(refused)
    done(press(chief, page, f"case/{case.id}/open"))
    seats = selectors.joint(house.id, case.id, LATER).seats
    inbox = text_of(planner.get("/together/opinions/"))
    assert case.number in inbox and "待反馈" in inbox
    seat = f"/together/seat/{seats[0].id}/"
    done(press(planner, seat, f"case/{case.id}/opinion", seat=seats[0].id, stand="agree", text="符合控规"))
    done(press(who(house, "0411"), f"/together/seat/{seats[1].id}/", f"case/{case.id}/opinion",
               seat=seats[1].id, stand="object", text="疏散宽度不足"))  # fmt: skip

    shown = text_of(lead.get(page))
    assert "同意" in shown and "不同意" in shown and "符合控规" not in shown
    opinion = selectors.joint(house.id, case.id, LATER).seats[0].opinion
    assert opinion is not None
    read = lead.post(f"/together/case/{case.id}/read/", {"entry": opinion.text_id.hex})
    assert "符合控规" in text_of(read)


def test_a_department_sees_its_own_words_and_not_anothers(house: House) -> None:
    case = house.opened("STRICT")
    services.give_joint_opinion(case_id=case.id, stand=Stand.AGREE, text="同意", by=house.fireman, at=LATER)
    seats = selectors.joint(house.id, case.id, LATER).seats
    text_id = seats[1].opinion.text_id  # type: ignore[union-attr]
    planner = who(house, "0401")

    assert planner.get(f"/together/seat/{seats[1].id}/").status_code == 403
    assert planner.post(f"/together/case/{case.id}/read/", {"entry": text_id.hex}).status_code == 404
    assert planner.get(f"/together/case/{case.id}/").status_code == 403
    own = who(house, "0411").post(f"/together/case/{case.id}/read/", {"entry": text_id.hex})
    assert "同意" in text_of(own)


def test_what_the_case_has_stands_on_the_page_and_is_not_demanded(house: House) -> None:
    case = house.opened("STRICT")
    seat = selectors.joint(house.id, case.id, LATER).seats[0]
    planner, page = who(house, "0401"), f"/together/seat/{seat.id}/"
    assert "已在办件中" in text_of(planner.get(page))

    refused = press(planner, page, f"case/{case.id}/demand", seat=seat.id, position="2")

    assert refused.status_code == 409 and "营业执照" in text_of(refused)
    found = press(planner, page, f"case/{case.id}/find", seat=seat.id, position="2")
    assert "第 2 项" in text_of(found)


def test_the_lead_sees_both_data_and_chooses_on_the_page(house: House) -> None:
    case = house.opened("STRICT")
    seats = selectors.joint(house.id, case.id, LATER).seats
    for number, seat, value in (("0401", seats[0], "人民路12号"), ("0411", seats[1], "人民路21号")):
        done(press(who(house, number), f"/together/seat/{seat.id}/", f"case/{case.id}/datum",
                   seat=seat.id, field="address", value=value))  # fmt: skip
    lead, page = handler(house), f"/together/case/{case.id}/"
    shown = text_of(lead.get(page))
    assert "部门数据不一致" in shown and PLANNING in shown and FIRE in shown and "人民路" not in shown
    (differs,) = selectors.differences(house.id, case.id)
    for datum, value in zip(differs.data, ("人民路12号", "人民路21号"), strict=True):
        read = lead.post(f"/together/case/{case.id}/read/", {"entry": datum.value_id.hex})
        assert value in text_of(read)

    done(press(lead, page, f"case/{case.id}/choose", datum=differs.data[1].id))

    assert selectors.unchosen(house.id, case.id) == ()
    assert differs.field is DataField.ADDRESS


# ---- questions --------------------------------------------------------------------------------------


def test_a_question_walks_from_the_case_to_the_applicant(house: House) -> None:
    case = house.handling("PERMIT")
    lead, head = handler(house), who(house, "0441")
    done(press(lead, f"/together/case/{case.id}/", f"case/{case.id}/ask", level="section", question="可否？"))
    (query,) = selectors.queries_of(house.id, case.id, LATER)
    page = f"/together/question/{query.id}/"
    assert case.number in text_of(head.get("/together/questions/"))
    assert "可否" not in text_of(head.get(page))
    read = head.post(f"/together/case/{case.id}/read/", {"entry": query.question_id.hex})
    assert "可否" in text_of(read)

    refused = press(lead, page, f"question/{query.id}/close")
    assert refused.status_code == 409 and "ONE-08" in text_of(refused)
    done(press(head, page, f"question/{query.id}/answer", answer="可以"))
    done(press(lead, page, f"question/{query.id}/inform", channel="phone"))
    done(press(lead, page, f"question/{query.id}/close"))

    assert selectors.query(house.id, query.id, LATER).state is QueryState.CLOSED
    assert who(house, "0431").get(page).status_code == 404


# ---- referrals, urges, express ------------------------------------------------------------------------


def test_a_case_is_handed_on_and_comes_back_on_the_page(house: House) -> None:
    case = house.handling("PERMIT")
    lead, planner = handler(house), who(house, "0401")
    page = f"/together/case/{case.id}/"
    to = house.department(PLANNING)
    done(press(lead, page, f"case/{case.id}/refer", department=to, reason="属规划职责"))
    (hop,) = selectors.referrals_of(house.id, case.id, LATER)
    assert case.number in text_of(planner.get("/together/referrals/"))

    refused = press(planner, "/together/referrals/", f"referral/{hop.id}/return", reason=" ")
    assert refused.status_code == 422
    done(press(planner, "/together/referrals/", f"referral/{hop.id}/return", reason="不属本处"))

    assert "已退回" in text_of(lead.get("/together/referrals/"))
    refused = press(lead, page, f"case/{case.id}/refer", department=house.department("许可处"), reason="x")
    assert refused.status_code == 409 and "XFER-03" in text_of(refused)


def test_the_office_assigns_what_came_back_too_often(house: House) -> None:
    case = house.handling("PERMIT")
    for name, by in ((PLANNING, house.planner), (FIRE, house.fireman)):
        hop = services.refer(
            case_id=case.id,
            to_department_id=house.department(name),
            reason="转办",
            by=house.office.neighbour,
            at=LATER,
        )
        services.return_referral(referral_id=hop.id, reason="退回", by=by, at=LATER)
    office = who(house, "0001")
    assert "裁定" in text_of(office.get("/together/referrals/"))

    to = house.department(FIRE)
    done(press(office, "/together/referrals/", f"case/{case.id}/assign", department=to, reason="归消防"))

    hop = selectors.referrals_of(house.id, case.id, LATER)[-1]
    assert hop.binding and hop.state is ReferralState.SENT
    fireman = who(house, "0411")
    refused = press(fireman, "/together/referrals/", f"referral/{hop.id}/return", reason="不收")
    assert refused.status_code == 409 and "XFER-04" in text_of(refused)
    done(press(fireman, "/together/referrals/", f"referral/{hop.id}/confirm"))


def test_an_urge_is_counted_on_the_page_and_a_second_one_is_refused_there(house: House) -> None:
    case = house.handling("PERMIT")
    head, page = who(house, "0441"), f"/together/case/{case.id}/"
    done(press(head, page, f"case/{case.id}/urge"))

    refused = press(head, page, f"case/{case.id}/urge")

    assert refused.status_code == 429 and "XFER-01" in text_of(refused)
    assert "已催办 1 次" in text_of(head.get(page))


def test_express_handling_is_asked_for_and_stands_on_the_page_of_every_step(house: House) -> None:
    case = house.handling("PERMIT")
    lead, page = handler(house), f"/together/case/{case.id}/"

    refused = press(lead, page, f"case/{case.id}/express", approver="", reason="急")
    assert refused.status_code == 422 and "PRI-02" in text_of(refused)
    done(press(lead, page, f"case/{case.id}/express", approver=house.section_head.id, reason="投产在即"))

    assert "50%" in text_of(lead.get(page))
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=house.office.neighbour, at=LATER)
    chief = text_of(who(house, "0305").get(f"/case/{case.id}/"))
    assert selectors.case(house.id, case.id).state is CaseState.APPROVAL
    assert "2026-03-05" in chief  # the promised day as it was cut, shown to who decides


def test_enforcement_is_refused_on_the_page_until_the_person_was_told(house: House) -> None:
    case = house.handling("PERMIT")
    lead, page = handler(house), f"/together/case/{case.id}/"

    refused = press(lead, page, f"case/{case.id}/enforce")
    assert refused.status_code == 409 and "ONE-12" in text_of(refused)
    said = {"measure": "责令停业", "reason": "超范围经营", "basis": "《行政许可法》第八十条"}
    done(press(lead, page, f"case/{case.id}/announce", **said))
    with clock.frozen(LATER + timedelta(minutes=1)):
        done(press(lead, page, f"case/{case.id}/enforce"))


# ---- to know, and what lies still ---------------------------------------------------------------------


def test_what_one_has_to_know_is_taken_note_of(house: House) -> None:
    case = house.opened("STRICT")
    hear()
    planner = who(house, "0401")
    assert case.number in text_of(planner.get("/together/"))
    (alert,) = selectors.alerts(house.id, house.planner.id, LATER)

    refused = press(who(house, "0411"), "/together/", f"alert/{alert.id}/seen")
    done(press(planner, "/together/", f"alert/{alert.id}/seen"))

    assert refused.status_code == 404
    assert case.number not in text_of(planner.get("/together/"))


def test_the_board_shows_cases_by_state_and_time_and_what_lies_still_at_once(house: House) -> None:
    case = house.handling("PERMIT")
    office = who(house, "0001")
    with clock.frozen(working_day(4)):
        late = text_of(office.get("/together/still/now/"))
        assert case.number in late
        services.propose(
            case_id=case.id, proposal=Decision.APPROVED, by=house.office.neighbour, at=working_day(4)
        )

        now = text_of(office.get("/together/still/now/"))

    assert case.number not in now and "审批" in now


def test_a_confidential_case_is_only_a_number_to_the_office(house: House) -> None:
    case = house.office.accepted("SECRET")
    services.begin_handling(case_id=case.id, by=house.office.clerk, at=LATER)
    time_passes(working_day(12))
    with clock.frozen(working_day(12)):
        office = who(house, "0001")

        shown = text_of(office.get("/together/"))

        assert case.number in shown and "劳动争议" not in shown
        assert office.get(f"/together/case/{case.id}/").status_code == 404
