"""Open cases pass to a new version of their item only by two people, and none is worse off by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.filing import as_role, office_person
from tests.cases.hall import CATALOGUE, ZHANG, Office
from tests.support.hall import MORNING
from yichuang.cases import again, events, refusals, selectors, services
from yichuang.cases.models import Case, VersionMove
from yichuang.cases.types import CaseCard, CaseState, CheckLine
from yichuang.cases.types.versions import HurdleKind, MoveState, VersionMoveCard
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue import services as items
from yichuang.catalogue.types import ItemCard
from yichuang.deadlines.models import Clock
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Actor, Key

pytestmark = pytest.mark.django_db
Heard = Callable[..., list[Any]]
LATER = MORNING + timedelta(hours=2)
OTHER = replace(ZHANG, name="李四", id_number="110101199003070011")
WHY = "新版少收场所证明"

LAST_TWO = """  - {name: 场所证明, form: 复印件, required: true}
  - {name: 分支机构说明, form: 原件, required: true, condition: {question: branch, is: true}}
"""
EASIER = (
    "场所证明, form: 复印件, required: true}",
    "场所证明, form: 复印件, required: true, shareable: true}",
)
NO_PLACE = (LAST_TWO, LAST_TWO.split("\n", 1)[1])
ONE_MORE = (
    LAST_TWO,
    LAST_TWO + "  - {name: 章程, form: 原件, required: true, condition: {question: branch, is: true}}\n",
)


def new_version(office: Office, *changes: tuple[str, str], item: str = "PERMIT") -> ItemCard:
    """Put a new wording of an item in force today, each change applied once."""
    text = CATALOGUE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    items.import_catalogue(hall_id=office.id, text=text, source_name="tests", by=office.hall.by, at=LATER)
    card = catalogue.item(office.id, office.items[item], LATER.date())
    assert card.version > 1
    return card


def second(office: Office) -> Actor:
    """Who else is of the office."""
    return as_role(office, "0306", Role.CMT)


def propose(office: Office, card: ItemCard, **more: Any) -> VersionMoveCard:
    given: dict[str, Any] = {"reason": WHY, "by": office_person(office), "at": LATER}
    return services.propose_move(item_id=card.id, to_version_id=card.version_id, **(given | more))


def moved(office: Office, card: ItemCard) -> VersionMoveCard:
    """Propose and approve."""
    asked = propose(office, card)
    return services.approve_move(move_id=asked.id, by=second(office), at=LATER)


def version_of(office: Office, case: CaseCard) -> int:
    found = selectors.case(office.id, case.id).item_version_id
    return catalogue.version(office.id, found).version


def why_stayed(card: VersionMoveCard) -> list[tuple[HurdleKind, str]]:
    (stayed,) = card.stayed
    return [(one.kind, one.name) for one in stayed.hurdles]


def with_branch(office: Office, *, despite_open: bool = False) -> CaseCard:
    """Hand in for somebody else, with a branch; ``despite_open``: one more of the same applicant."""
    return office.submit("PERMIT", answers={"branch": True}, applicant=OTHER, despite_open=despite_open)


@proves("ACC-06")
def test_a_waiting_case_passes_to_an_easier_version_by_two_people_and_the_journal_tells(
    office: Office, heard: Heard
) -> None:
    case = office.submit("PERMIT")
    old = case.item_version_id
    card = new_version(office, NO_PLACE)

    asked = propose(office, card)
    done = services.approve_move(move_id=asked.id, by=second(office), at=LATER)

    assert (done.state, done.moved, done.stayed_count) == (MoveState.APPROVED, 1, 0)
    assert version_of(office, case) == 2
    asked_now = selectors.requirements(office.id, case.id).applying
    assert [one.name for _at, one in asked_now] == ["申请书", "营业执照", "验资报告"]
    assert heard(events.CaseMovedToVersion) == [events.CaseMovedToVersion(old, card.version_id, asked.id)]
    (told,) = heard(events.VersionMoveProposed)
    assert (told.cases, told.reason_id) == (1, asked.reason_id)
    (end,) = heard(events.VersionMoveDecided)
    assert (end.approved, end.moved, end.stayed) == (True, 1, 0)
    assert all(WHY not in body for body in Entry.objects.values_list("body", flat=True))
    assert again.first_difference(office.id) is None


def test_the_tables_without_the_move_are_not_what_the_journal_says(office: Office) -> None:
    case = office.submit("PERMIT")
    moved(office, new_version(office, EASIER))

    Case.objects.filter(id=case.id).update(item_version_id=case.item_version_id)

    found = again.first_difference(office.id)
    assert found is not None


def test_no_clock_is_touched_by_a_move(office: Office) -> None:
    office.submit("PERMIT")
    told = with_branch(office)
    office.check(told, missing=(2,))
    services.tell_once(case_id=told.id, by=office.clerk, at=MORNING)
    before = list(Clock.objects.order_by("id").values())
    assert before

    done = moved(office, new_version(office, EASIER))

    assert done.moved == 2
    assert list(Clock.objects.order_by("id").values()) == before


@proves("ACC-06", refuses=True)
def test_each_case_is_judged_by_its_own_answers(office: Office) -> None:
    plain, branch = office.submit("PERMIT"), with_branch(office)

    done = moved(office, new_version(office, ONE_MORE))

    assert (version_of(office, plain), version_of(office, branch)) == (2, 1)
    assert (done.moved, done.stayed_count, done.stayed[0].number) == (1, 1, branch.number)
    assert why_stayed(done) == [(HurdleKind.MATERIAL_ADDED, "章程")]
    assert again.first_difference(office.id) is None


@pytest.mark.parametrize(
    ("change", "kind", "name"),
    [
        # a copy was enough
        (
            ("营业执照, form: 复印件", "营业执照, form: 原件"),
            HurdleKind.MATERIAL_HARDER,
            "营业执照",
        ),
        # what could follow must come at once
        ((", deferrable: true", ""), HurdleKind.MATERIAL_HARDER, "验资报告"),
        # what the data share gave must be brought
        ((", shareable: true", ""), HurdleKind.MATERIAL_HARDER, "营业执照"),
        # the hall would have longer
        (
            (
                "promised_limit: {value: 5, unit: working_day}",
                "promised_limit: {value: 6, unit: working_day}",
            ),
            HurdleKind.HALL_SLOWER,
            "promised_limit",
        ),
        (
            ("statutory_limit: {value: 20", "statutory_limit: {value: 21"),
            HurdleKind.HALL_SLOWER,
            "statutory_limit",
        ),
        # five calendar days may be fewer than five working days or not: it cannot be called no longer
        (
            (
                "promised_limit: {value: 5, unit: working_day}",
                "promised_limit: {value: 5, unit: calendar_day}",
            ),
            HurdleKind.HALL_SLOWER,
            "promised_limit",
        ),
        (("flags: {tolerance_allowed: true}", "flags: {}"), HurdleKind.TERM_CHANGED, "tolerance_allowed"),
        (
            ("flags: {tolerance_allowed: true}", "flags: {tolerance_allowed: true, confidential: true}"),
            HurdleKind.TERM_CHANGED,
            "confidential",
        ),
        (("department: 许可处", "department: 就业处"), HurdleKind.OTHER_DEPARTMENT, "就业处"),
        (("  - name: 现场核查", "  - name: 公示"), HurdleKind.PAUSE_ADDED, "公示"),
    ],
)
def test_a_case_stays_where_anything_would_be_harder_and_it_is_said_what(
    office: Office, change: tuple[str, str], kind: HurdleKind, name: str
) -> None:
    case = office.submit("PERMIT")

    done = moved(office, new_version(office, change))

    assert version_of(office, case) == 1
    assert (kind, name) in why_stayed(done)
    assert done.moved == 0


def test_a_question_nobody_asked_keeps_the_case(office: Office) -> None:
    case = office.submit("PERMIT")
    asks = (
        "text_en: Is there a branch?}\n",
        "text_en: Is there a branch?}\n  - {code: lease, text: 场所是否租赁, text_en: Is it let?}\n",
    )
    depends = (
        "场所证明, form: 复印件, required: true}",
        "场所证明, form: 复印件, required: true, condition: {question: lease, is: true}}",
    )

    done = moved(office, new_version(office, asks, depends))

    assert version_of(office, case) == 1
    assert why_stayed(done) == [(HurdleKind.QUESTION_OPEN, "场所是否租赁")]


@proves("ONE-04")
def test_what_was_looked_at_stays_where_its_materials_stand_in_another_order(office: Office) -> None:
    looked, fresh = office.submit("PERMIT"), with_branch(office)
    office.check(looked, missing=(4,))
    services.tell_once(case_id=looked.id, by=office.clerk, at=MORNING)
    swapped = (
        "  - {name: 申请书, form: 表单, required: true}\n"
        "  - {name: 营业执照, form: 复印件, required: true, shareable: true}\n",
        "  - {name: 营业执照, form: 复印件, required: true, shareable: true}\n"
        "  - {name: 申请书, form: 表单, required: true}\n",
    )

    done = moved(office, new_version(office, swapped))

    assert (version_of(office, looked), version_of(office, fresh)) == (1, 2)
    assert why_stayed(done) == [(HurdleKind.OTHER_ORDER, "")]


@proves("ONE-04", refuses=True)
def test_after_a_move_no_gap_is_asked_for_that_was_not_told_before(office: Office) -> None:
    case = office.told(missing=(4,))
    reviews = selectors.reviews(office.id, case.id)
    done = moved(office, new_version(office, EASIER))
    assert (done.moved, version_of(office, case)) == (1, 2)
    case = selectors.case(office.id, case.id)
    tomorrow = MORNING + timedelta(days=1)

    with pytest.raises(refusals.NotTold):
        office.check(case, missing=(2,), at=tomorrow)
    office.check(case, CheckLine(4, True), at=tomorrow)
    accepted = services.accept(case_id=case.id, by=office.clerk, at=tomorrow)

    assert accepted.state is CaseState.ACCEPTED
    assert selectors.reviews(office.id, case.id)[: len(reviews)] == reviews
    assert again.first_difference(office.id) is None


def test_what_is_accepted_keeps_its_version(office: Office) -> None:
    accepted = office.accepted()
    waiting = with_branch(office)

    done = moved(office, new_version(office, EASIER))

    assert (version_of(office, accepted), version_of(office, waiting)) == (1, 2)
    assert (done.moved, done.stayed_count) == (1, 0)


def test_where_nobody_waits_nothing_is_proposed(office: Office) -> None:
    office.accepted()
    card = new_version(office, EASIER)

    with pytest.raises(refusals.NobodyToMove) as refused:
        propose(office, card)

    assert refused.value.rule == "PUB-08"
    assert not VersionMove.objects.exists()


def test_one_proposal_at_a_time_and_it_is_not_decided_by_its_proposer(office: Office) -> None:
    case = office.submit("PERMIT")
    card = new_version(office, EASIER)
    asked = propose(office, card)

    with pytest.raises(refusals.MoveOpen):
        propose(office, card, by=second(office))
    for verb in (services.approve_move, services.refuse_move):
        with pytest.raises(refusals.OwnMove):
            verb(move_id=asked.id, by=office_person(office), at=LATER)
        with pytest.raises(refusals.NotAVersionKeeper):
            verb(move_id=asked.id, by=office.clerk, at=LATER)

    refused = services.refuse_move(move_id=asked.id, by=second(office), at=LATER)

    assert (refused.state, version_of(office, case)) == (MoveState.REFUSED, 1)
    with pytest.raises(refusals.MoveGone):
        services.approve_move(move_id=asked.id, by=second(office), at=LATER)
    assert propose(office, card).state is MoveState.PROPOSED


def test_only_the_office_proposes_and_only_with_a_reason(office: Office) -> None:
    office.submit("PERMIT")
    card = new_version(office, EASIER)

    with pytest.raises(refusals.NotAVersionKeeper):
        propose(office, card, by=office.chief)
    with pytest.raises(refusals.ReasonNeeded):
        propose(office, card, reason="  ")


def test_cases_move_to_the_version_in_force_only(office: Office) -> None:
    case = office.submit("PERMIT")
    card = new_version(office, EASIER)
    first = catalogue.version(office.id, case.item_version_id)

    with pytest.raises(refusals.VersionNotInForce) as refused:
        propose(office, first)
    asked = propose(office, card)
    new_version(office, EASIER, ("avg_minutes: 20", "avg_minutes: 15"))
    with pytest.raises(refusals.VersionNotInForce):
        services.approve_move(move_id=asked.id, by=second(office), at=LATER)

    assert refused.value.rule == "RUL-02"
    assert version_of(office, case) == 1


def test_an_act_sent_twice_is_done_once(office: Office, heard: Heard) -> None:
    office.submit("PERMIT")
    card, key = new_version(office, EASIER), Key("move-them-once", "0" * 64)

    asked, same = propose(office, card, key=key), propose(office, card, key=key)
    done, done_same = (
        services.approve_move(move_id=asked.id, by=second(office), at=LATER, key=key) for _ in range(2)
    )

    assert asked == same and done == done_same
    assert len(heard(events.VersionMoveProposed, events.VersionMoveDecided, events.CaseMovedToVersion)) == 3


def test_the_reason_is_read_by_the_office_alone(office: Office) -> None:
    office.submit("PERMIT")
    asked = propose(office, new_version(office, EASIER))

    assert services.read_move_reason(move_id=asked.id, by=second(office), at=LATER) == WHY
    with pytest.raises(refusals.NotAVersionKeeper):
        services.read_move_reason(move_id=asked.id, by=office.clerk, at=LATER)


def test_open_cases_are_counted_by_version(office: Office) -> None:
    office.accepted()
    case = with_branch(office)
    card = new_version(office, ONE_MORE)
    office.submit("PERMIT", applicant=replace(OTHER, name="王五", id_number="110101199101010012"))

    found = selectors.open_on_versions(office.id, card.id)

    assert (found[case.item_version_id].waiting, found[case.item_version_id].accepted) == (1, 1)
    assert (found[card.version_id].waiting, found[card.version_id].accepted) == (1, 0)
