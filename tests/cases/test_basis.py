"""Nothing is decided on a text that is no longer law; letters cite what is law on the day of the decision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cases.hall import CATALOGUE, PLACE, Office
from tests.support.hall import MORNING
from yichuang.cases import refusals, selectors, services
from yichuang.cases.types import CaseState, Decision
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue import services as items
from yichuang.catalogue.errors import CatalogueUnfit
from yichuang.kernel.claims import proves
from yichuang.notices.types import NoticeKind

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=1)
TODAY = MORNING.date()
OLD, NEW = "《劳务派遣行政许可实施办法》", "《人力资源服务机构管理规定》"


def repealed(office: Office, ends_on: date = TODAY, basis: str = OLD) -> None:
    items.repeal_basis(basis=basis, ends_on=ends_on, by=office.hall.by, at=LATER)


def put_on(office: Office, basis: str) -> None:
    text = CATALOGUE.replace(f"legal_basis: [{OLD}]", f"legal_basis: [{basis}]")
    items.import_catalogue(hall_id=office.id, text=text, source_name="tests", by=office.hall.by, at=LATER)


@proves("JOB-01", refuses=True)
def test_nothing_is_decided_on_a_text_that_is_no_longer_law(office: Office) -> None:
    case = office.for_decision()
    repealed(office)

    for decision in Decision:
        with pytest.raises(refusals.BasisEnded) as refused:
            services.decide(case_id=case.id, decision=decision, reason="不符", by=office.chief, at=LATER)

    assert OLD in str(refused.value)
    assert selectors.case(office.id, case.id).state is CaseState.APPROVAL
    put_on(office, NEW)
    repealed(office, basis=NEW)
    with pytest.raises(refusals.BasisEnded):
        services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=LATER)


@proves("JOB-01")
def test_a_text_in_force_until_tomorrow_carries_the_decision_and_its_letter(office: Office) -> None:
    case = office.for_decision()
    repealed(office, TODAY + timedelta(days=1))

    services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=LATER)
    tomorrow = LATER + timedelta(days=1)
    services.prepare_result(case_id=case.id, collection=PLACE, by=office.neighbour, at=tomorrow)
    services.notify(case_id=case.id, by=office.neighbour, at=tomorrow)

    letter = selectors.last_notice(office.id, case.id, NoticeKind.RESULT)
    assert letter.elements.basis == (OLD,), "it was decided while that was law"


@proves("JOB-01")
def test_a_new_version_with_the_text_in_force_lets_open_cases_be_decided_on_it(office: Office) -> None:
    case = office.for_decision()
    repealed(office)
    put_on(office, NEW)

    services.decide(
        case_id=case.id, decision=Decision.REFUSED, reason="经营场所不符合要求", by=office.chief, at=LATER
    )

    letter = selectors.last_notice(office.id, case.id, NoticeKind.REFUSAL)
    assert letter.elements.basis == (NEW,)
    assert catalogue.version(office.id, case.item_version_id).legal_basis == (OLD,), (
        "the version stays as it was"
    )


@proves("JOB-01", refuses=True)
def test_an_item_without_a_basis_is_not_taken_over(office: Office) -> None:
    with pytest.raises(CatalogueUnfit):
        put_on(office, "")
