"""At the window: handing in, and looking at every material at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.hall import SEEN, ZHANG, Office
from tests.support.hall import MORNING
from yichuang.cases import events, refusals, selectors, services
from yichuang.cases.models import Case
from yichuang.cases.types import (
    Agent,
    Applicant,
    ApplicantKind,
    CaseState,
    CheckLine,
    Outcome,
    Purpose,
)
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id
from yichuang.kernel.types import Key
from yichuang.kernel.vault.errors import ValueUnfit
from yichuang.kernel.vault.events import PersonalDataRevealed
from yichuang.kernel.vault.models import Entry as Kept

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(minutes=10)
TUESDAY = MORNING + timedelta(days=1)


# ---- handing in ---------------------------------------------------------------------------------


def test_a_case_is_pinned_to_the_version_of_its_day_and_has_its_notice_clock(office: Office) -> None:
    case = office.submit("PERMIT")

    assert case.state is CaseState.SUBMITTED
    assert case.window_id == office.hall.windows[1]
    assert case.department_id == office.hall.departments["许可处"]
    clock = selectors.clocks_by_purpose(office.id, case.id, MORNING)[Purpose.NOTICE]
    assert clock.due == date(2026, 3, 9)  # five working days from Monday, not counting it


def test_names_and_numbers_lie_in_the_vault_and_the_journal_names_nobody(
    office: Office, heard: Heard
) -> None:
    case = office.submit("PERMIT")

    assert {one.purpose for one in Kept.objects.filter(id__in=[case.applicant_name])} == {"cases.handling"}
    (told,) = heard(events.CaseSubmitted)
    assert "张" not in repr(told) and ZHANG.id_number not in repr(told)


@proves("INT-06")
def test_what_the_item_does_not_need_is_not_kept(office: Office) -> None:
    case = office.submit("INSTANT")

    assert case.applicant_id_number is None and case.id_method is None
    assert Case.objects.get(id=case.id).applicant_index == ""


def test_handing_in_twice_with_one_key_is_one_case(office: Office) -> None:
    key = Key("once-and-no-more", "0" * 64)

    first, second = office.submit("PERMIT", key=key), office.submit("PERMIT", key=key)

    assert first.id == second.id
    assert Case.objects.count() == 1


@proves("INT-04")
def test_an_identity_that_was_checked_is_stamped_with_how_and_by_whom(office: Office, heard: Heard) -> None:
    office.submit("PERMIT")

    (told,) = heard(events.CaseSubmitted)
    assert told.id_method == SEEN.method


@proves("INT-04", refuses=True)
@proves("ACC-02", refuses=True)
@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"id_check": None}, refusals.IdentityUnseen),
        ({"applicant": replace(ZHANG, id_number="")}, refusals.IdentityMissing),
        ({"applicant": replace(ZHANG, id_number="110105194912310021")}, refusals.IdentityUnfit),
        (
            {"applicant": replace(ZHANG, agent=Agent("李娜", "110101199003070011", False))},
            refusals.AuthorityMissing,
        ),
        ({"applicant": replace(ZHANG, name=" ")}, refusals.NameMissing),
        ({"answers": {}}, refusals.QuestionsOpen),
        ({"item_id": None}, refusals.ItemNotOffered),
    ],
)
def test_what_cannot_be_taken_in_is_refused_and_leaves_nothing(
    office: Office, more: dict[str, Any], refusal: type[Exception]
) -> None:
    if "item_id" in more:
        office.items["PERMIT"] = new_id()
        more = {}

    with pytest.raises(refusal):
        office.submit("PERMIT", **more)

    assert not Case.objects.exists()


@proves("ACC-02")
def test_a_second_open_case_of_one_applicant_is_named_and_opened_only_on_purpose(office: Office) -> None:
    first = office.submit("PERMIT")

    with pytest.raises(refusals.AlreadyOpen, match=first.number):
        office.submit("PERMIT")

    assert office.submit("PERMIT", despite_open=True).number != first.number


@proves("CRT-02", refuses=True)
def test_nobody_learns_of_a_confidential_case_by_typing_somebody_s_number_in(office: Office) -> None:
    mine = office.submit("SECRET")

    theirs = office.submit("SECRET", by=office.neighbour)

    assert theirs.number != mine.number
    with pytest.raises(refusals.AlreadyOpen, match=mine.number):
        office.submit("SECRET")  # who took it in is told as ever


def test_only_who_is_signed_on_takes_a_case_in(office: Office) -> None:
    with pytest.raises(refusals.NotAtAWindow):
        office.submit("PERMIT", by=office.chief)


# ---- looking at all materials -------------------------------------------------------------------


@proves("ACC-01")
def test_a_look_says_what_is_complete_and_what_is_missing(office: Office, heard: Heard) -> None:
    case = office.submit("PERMIT")

    office.check(case, CheckLine(4, True, form_ok=False), missing=(3,))

    review = selectors.last_review(office.id, case.id)
    assert review.outcome is Outcome.INCOMPLETE
    (told,) = heard(events.MaterialsChecked)
    assert (told.gaps, told.faults) == ((3, 4), ("missing", "form"))


@proves("ONE-03", refuses=True)
def test_a_look_that_skips_a_material_is_refused(office: Office) -> None:
    case = office.submit("PERMIT")

    with pytest.raises(refusals.MaterialsUnseen, match="场所证明"):
        services.check(case_id=case.id, lines=office.lines(case)[:3], by=office.clerk, at=MORNING)


@proves("ACC-06")
@proves("BAN-09")
def test_the_answer_decides_which_materials_apply(office: Office) -> None:
    alone = office.submit("PERMIT")
    branch = office.submit("PERMIT", answers={"branch": True}, despite_open=True)

    assert [one.position for one in office.lines(alone)] == [1, 2, 3, 4]
    assert [one.position for one in office.lines(branch)] == [1, 2, 3, 4, 5]


@proves("ACC-06", refuses=True)
@proves("BAN-09", refuses=True)
def test_a_material_the_item_does_not_ask_for_is_refused(office: Office) -> None:
    case = office.submit("PERMIT")

    with pytest.raises(refusals.NotAskedFor):
        services.check(
            case_id=case.id, lines=[*office.lines(case), CheckLine(5, False)], by=office.clerk, at=MORNING
        )


@proves("SHR-01")
def test_what_shared_data_hold_is_not_asked_of_the_applicant(office: Office) -> None:
    case = office.submit("PERMIT")

    office.check(case, CheckLine(2, False, exempt_source="business-register"))

    assert selectors.last_review(office.id, case.id).outcome is Outcome.COMPLETE


@proves("SHR-01", refuses=True)
def test_what_cannot_be_shared_is_not_excused(office: Office) -> None:
    case = office.submit("PERMIT")

    with pytest.raises(refusals.NotExempt, match="申请书"):
        office.check(case, CheckLine(1, False, exempt_source="business-register"))


# ---- the form -----------------------------------------------------------------------------------

EMPTY = Applicant(ApplicantKind.PERSON, " ", "", "12", Agent("王芳", "", False))


@proves("ACC-10", refuses=True)
def test_everything_that_is_missing_or_unfit_is_told_at_once_and_nothing_is_opened(office: Office) -> None:
    with pytest.raises(refusals.FormUnfit) as refused:
        office.submit("PERMIT", applicant=EMPTY, answers={}, id_check=None)

    said = str(refused.value)
    assert refused.value.params["count"] == 6
    for refusal in (refusals.NameMissing, refusals.AuthorityMissing, refusals.IdentityMissing):
        assert str(refusal()) in said
    assert str(refusals.IdentityUnseen()) in said and "是否设立分支机构" in said and "(6)" in said
    assert not Case.objects.exists()


@proves("ACC-10")
def test_one_fault_is_told_by_its_own_sentence_and_a_right_form_is_taken(office: Office) -> None:
    with pytest.raises(refusals.IdentityUnfit):
        office.submit("PERMIT", applicant=replace(ZHANG, id_number="110105194912310021"))
    with pytest.raises(ValueUnfit):
        office.submit("PERMIT", applicant=replace(ZHANG, phone="123"))

    assert office.submit("PERMIT").state is CaseState.SUBMITTED


@proves("ACC-10")
@proves("SHR-02")
def test_a_form_is_filled_from_an_earlier_case_and_the_journal_tells_who_looked(
    office: Office, heard: Heard
) -> None:
    case = office.submit("PERMIT")
    known: dict[str, Any] = {"number": case.number, "ticket_id": new_id(), "by": office.clerk, "at": LATER}

    whole = services.known_applicant(**(known | {"needs_id": True}))
    short = services.known_applicant(**(known | {"needs_id": False}))

    assert (whole.name, whole.id_number, whole.phone) == (ZHANG.name, ZHANG.id_number, ZHANG.phone)
    assert (short.name, short.id_number) == (ZHANG.name, "")  # not asked for, so not looked at
    assert len(heard(PersonalDataRevealed)) == 5


@proves("SHR-02", refuses=True)
def test_what_is_held_of_somebody_is_not_looked_up_without_a_visit_or_by_another_department(
    office: Office, heard: Heard
) -> None:
    case, secret = office.submit("PERMIT"), office.submit("SECRET")

    def look(number: str = case.number, **more: Any) -> None:
        given: dict[str, Any] = {"ticket_id": new_id(), "by": office.clerk, "at": LATER}
        services.known_applicant(number=number, needs_id=True, **(given | more))

    with pytest.raises(refusals.NoVisitServed) as refused:
        look(ticket_id=None)
    with pytest.raises(refusals.OtherDepartment):
        look(by=office.stranger)
    for number in (secret.number, "AYRS-2026-9999999"):
        with pytest.raises(refusals.UnknownCase):
            look(number, by=office.neighbour)
    with pytest.raises(refusals.NotAtAWindow):
        look(by=office.chief)

    assert refused.value.status == 403 and heard(PersonalDataRevealed) == []
