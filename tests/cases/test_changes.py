"""A change of materials is told once to every open applicant, whose own list stays (PUB-08)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cases.hall import CATALOGUE, Office
from tests.cases.test_versions import LATER, ONE_MORE, version_of, with_branch
from tests.cases.together import working_day
from tests.support.hall import MORNING
from yichuang.cases import again, events, selectors, services
from yichuang.cases.models import Case
from yichuang.cases.types import CaseCard, CaseState
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue import services as items
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.claims import proves
from yichuang.kernel.documents.types import texts
from yichuang.notices import selectors as notices
from yichuang.notices.types import NoticeKind

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
NEXT_WEEK = date(2026, 3, 9)


def on_monday(office: Office, *changes: tuple[str, str]) -> ItemCard:
    """Publish a wording that is in force from next Monday on."""
    text = CATALOGUE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    items.import_catalogue(
        hall_id=office.id,
        text=text,
        source_name="tests",
        from_day=NEXT_WEEK,
        by=office.hall.by,
        at=LATER,
    )
    return catalogue.item(office.id, office.items["PERMIT"], NEXT_WEEK)


def letters(office: Office, case: CaseCard) -> list[str]:
    return [one.number for one in notices.notices_of(office.id, case.id) if one.kind is NoticeKind.CHANGE]


@proves("PUB-08")
def test_when_the_materials_change_every_open_applicant_is_told_exactly_once_and_keeps_their_list(
    office: Office, heard: Heard
) -> None:
    accepted = office.accepted("PERMIT")
    waiting = with_branch(office)
    closed = office.submit("PERMIT", despite_open=True)
    services.withdraw(case_id=closed.id, by=office.clerk, at=MORNING)
    other_item = office.accepted("ABOVE")
    card = on_monday(office, ONE_MORE)
    open_ones = set(
        Case.objects.filter(item_id=card.id).exclude(state=CaseState.WITHDRAWN).values_list("id", flat=True)
    )

    said = selectors.told_of(office.id, card)
    assert {one.case_id for one in said.to_tell} == open_ones == {accepted.id, waiting.id}
    assert services.tell_changes_everywhere(at=LATER) == 0  # not in force yet
    day = working_day(5, "00:10")
    assert services.tell_changes_everywhere(at=day) == 2
    assert services.tell_changes_everywhere(at=day + timedelta(hours=1)) == 0

    said = selectors.told_of(office.id, card)
    assert {one.case_id for one in said.told} == open_ones and said.to_tell == ()
    assert [len(letters(office, one)) for one in (accepted, waiting, closed, other_item)] == [1, 1, 0, 0]
    assert {one.to_version_id for one in heard(events.ApplicantToldOfChange)} == {card.version_id}
    assert [version_of(office, one) for one in (accepted, waiting)] == [1, 1]
    assert "章程" not in [one.name for _at, one in selectors.requirements(office.id, waiting.id).applying]
    assert again.first_difference(office.id) is None


def test_the_letter_says_what_is_asked_for_now_and_that_this_case_keeps_its_list(office: Office) -> None:
    case = office.accepted("PERMIT")
    on_monday(office, ONE_MORE)
    day = working_day(5, "08:00")
    services.tell_changes_everywhere(at=day)

    (notice,) = [one for one in notices.notices_of(office.id, case.id) if one.kind is NoticeKind.CHANGE]
    for language, words in (("zh-hans", "无须因本次变更补交"), ("en", "need not bring anything more")):
        told = " ".join(texts(notices.paper(office.id, notice.id, at=day, language=language)))
        assert words in told and "章程" in told and "2026-03-09" in told and "张伟国" not in told
    assert notice.number.startswith("变字")


def test_what_changes_but_the_materials_is_told_to_nobody(office: Office) -> None:
    office.accepted("PERMIT")
    card = on_monday(office, ("result: 许可证", "result: 经营许可证"))

    assert selectors.told_of(office.id, card).to_tell == ()
    assert services.tell_changes_everywhere(at=working_day(5, "08:00")) == 0


def test_who_hands_in_under_the_new_version_is_told_nothing_and_old_news_is_no_news(office: Office) -> None:
    card = on_monday(office, ONE_MORE)
    day = working_day(5)
    office.submit("PERMIT", answers={"branch": True}, at=day)
    assert services.tell_changes_everywhere(at=day) == 0
    old = Case.objects.get(item_id=card.id)
    Case.objects.filter(id=old.id).update(
        item_version_id=catalogue.versions(office.id, card.id)[0].version_id
    )

    assert services.tell_changes_everywhere(at=day + timedelta(days=30)) == 0
    assert services.tell_changes_everywhere(at=day) == 1


@proves("CRT-02")
def test_a_confidential_case_is_told_and_not_named_on_the_list(office: Office) -> None:
    secret = office.submit("SECRET")
    text = CATALOGUE.replace(
        "  - {name: 申请书, form: 表单, required: true}\n  statutory_limit: {value: 15",
        "  - {name: 申请书, form: 表单, required: true}\n  - {name: 证据, form: 复印件, required: true}\n"
        "  statutory_limit: {value: 15",
    )
    assert text != CATALOGUE
    items.import_catalogue(hall_id=office.id, text=text, source_name="tests", by=office.hall.by, at=LATER)
    card = catalogue.item(office.id, office.items["SECRET"], LATER.date())

    assert services.tell_changes_everywhere(at=LATER) == 1
    (row,) = selectors.told_of(office.id, card).told
    assert row.number == "" and len(letters(office, secret)) == 1
