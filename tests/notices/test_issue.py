"""A notice is whole or it is not issued; it has a number, a letter and an address that names nobody."""

from __future__ import annotations

import pytest

from tests.notices import told
from tests.support.hall import MORNING, Hall
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.documents.types import texts
from yichuang.notices import selectors, services
from yichuang.notices.types import NoticeKind, NoticeState

pytestmark = pytest.mark.django_db


def test_a_notice_has_a_number_of_its_kind_and_year(hall: Hall, about: ItemCard):
    first = told.issued(hall, about)
    second = told.issued(hall, about)

    assert (first.number, second.number) == ("告字〔2026〕第1号", "告字〔2026〕第2号")
    assert first.state is NoticeState.ISSUED
    assert selectors.by_number(hall.id, "告2026-2").id == second.id


def test_the_letter_says_what_is_missing_and_everything_else_the_law_asks(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)

    said = texts(selectors.paper(hall.id, card.id, at=MORNING))

    assert about.materials[0].name in said
    assert any(about.name in one for one in said)


def test_what_was_supplied_ends_the_notice(hall: Hall, about: ItemCard):
    card = told.issued(hall, about)

    after = services.satisfy(notice_id=card.id, by=hall.clerk(1), at=MORNING)

    assert after.state is NoticeState.SATISFIED
    with pytest.raises(services.NoticeEnded):
        services.expire(notice_id=card.id, by=hall.clerk(1), at=MORNING)


def test_a_refusal_is_a_notice_with_reason_and_remedies(hall: Hall, about: ItemCard):
    card = services.issue(by=hall.clerk(1), at=MORNING, **told.refused(hall, about))

    said = texts(selectors.paper(hall.id, card.id, at=MORNING))

    assert card.kind is NoticeKind.REFUSAL
    assert set(told.REMEDIES) <= set(said)
