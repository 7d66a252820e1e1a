"""Nobody is withdrawn from the windows with open cases in their hands: somebody else takes them first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.cases.hall import ZHANG, Office
from tests.support.hall import MORNING
from tests.training.selected import resident
from yichuang.cases import selectors, services
from yichuang.kernel.claims import proves
from yichuang.training import services as training
from yichuang.training.errors import OpenWorkLeft
from yichuang.training.types import NominationCard, SelectionState, WithdrawalReason

pytestmark = pytest.mark.django_db
NUMBERS = [resident(date(1980, 1, one)) for one in (1, 2, 3, 4)]
LATER = MORNING + timedelta(minutes=30)


def withdraw(office: Office) -> NominationCard:
    return training.withdraw_person(
        person_id=office.clerk.id, reason=WithdrawalReason.RECALLED, by=office.head, at=LATER
    )


@proves("STF-08")
def test_with_four_open_cases_a_withdrawal_waits_until_they_are_in_other_hands(office: Office) -> None:
    four = [office.accepted(applicant=replace(ZHANG, id_number=one)) for one in NUMBERS]

    with pytest.raises(OpenWorkLeft) as refused:
        withdraw(office)
    for case in four:
        services.begin_handling(case_id=case.id, by=office.neighbour, at=LATER)

    assert (refused.value.rule, refused.value.params["count"]) == ("STF-08", 4)
    assert four[0].number in str(refused.value)
    assert not selectors.open_in_hand(office.id, office.clerk.id, LATER)
    assert withdraw(office).state is SelectionState.WITHDRAWN
