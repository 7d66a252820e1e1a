"""Take an application in: open the case, under the version of the item in force on the day."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yichuang.cases import events, selectors
from yichuang.cases.models import Case, Counter
from yichuang.cases.refusals import (
    AlreadyOpen,
    AuthorityMissing,
    FormUnfit,
    IdentityMissing,
    IdentityUnfit,
    IdentityUnseen,
    ItemNotOffered,
    NameMissing,
    NoBasis,
    NotAtAWindow,
    QuestionsOpen,
)
from yichuang.cases.rules import applicants, numbers
from yichuang.cases.rules.applicants import Flaw
from yichuang.cases.services import clocks, keys
from yichuang.cases.services.common import HANDLING, act, at_a_window, hall_day, hidden, kept_until, tell
from yichuang.cases.services.visits import count_visit
from yichuang.cases.types import (
    OPEN,
    Applicant,
    ApplicantKind,
    CaseCard,
    CaseState,
    IdCheck,
    Purpose,
    VisitReason,
)
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.errors import Refusal
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import rules as shapes
from yichuang.kernel.vault import selectors as kept
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.errors import ValueUnfit
from yichuang.kernel.vault.labels import KINDS
from yichuang.kernel.vault.types import Kind
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts

_FLAWS = {
    Flaw.NAME: NameMissing,
    Flaw.ID_MISSING: IdentityMissing,
    Flaw.ID_UNSEEN: IdentityUnseen,
    Flaw.AGENT_ID: AuthorityMissing,
    Flaw.AUTHORITY: AuthorityMissing,
}


@act
def submit(
    *,
    item_id: UUID,
    applicant: Applicant,
    answers: Mapping[str, bool],
    id_check: IdCheck | None = None,
    ticket_id: UUID | None = None,
    despite_open: bool = False,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> CaseCard:
    """Open a case for what somebody hands in at the window; nobody is turned away unrecorded (X-19).

    ``answers`` are the item's questions by code, all of them.  The names and numbers go into the vault; what
    the item does not need is not kept (INT-06).  From now the hall has the item's time to tell of gaps.

    Raises: NotAtAWindow, NotAtThisPost, ItemNotOffered, NoBasis, NameMissing, IdentityMissing, IdentityUnseen
    (INT-04), IdentityUnfit (ACC-02), AuthorityMissing, ValueUnfit, QuestionsOpen, FormUnfit (ACC-10: several
    of these at once), AlreadyOpen (ACC-02), KeyReused.
    """
    promise = once(by, "cases.submit", key, at)
    if promise.replay:
        return selectors.case_of_entry(by.hall_id, promise.entry_id)
    by = at_a_window(by, at)
    today = hall_day(by.hall_id, at)
    item = catalogue.find(by.hall_id, item_id, today)
    assert by.window_id is not None
    if item is None:
        raise ItemNotOffered
    if not posts.may_serve(by.hall_id, by.id, by.window_id, item_id, at).ok:
        raise NotAtAWindow
    if not item.legal_basis:
        raise NoBasis(item=item.name)
    _refuse_all_at_once(item, applicant, id_check, answers)
    answered = {one.code: bool(answers[one.code]) for one in item.questions}
    index = _index_of(by.hall_id, applicant) if item.flags.needs_id else ""
    if index and not despite_open:
        _refuse_second(index, item_id, by, at)

    case = _open(item, applicant, id_check, answered, index, by=by, at=at)
    entry_id = promise.entry_id
    told = events.CaseSubmitted(
        number=case.number,
        item_id=case.item_id,
        item_version_id=case.item_version_id,
        department_id=case.department_id,
        confidential=case.confidential,
        applicant_kind=applicant.kind,
        by_agent=applicant.agent is not None,
        id_method=id_check.method if id_check and item.flags.needs_id else None,
        answered_yes=tuple(sorted(code for code, yes in answered.items() if yes)),
        answered_no=tuple(sorted(code for code, yes in answered.items() if not yes)),
        ticket_id=ticket_id,
    )
    tell(told, case, by=by, at=at, entry_id=entry_id)
    count_visit(case, VisitReason.SUBMIT, ticket_id, by=by, at=at)
    clocks.start(case, Purpose.NOTICE, item.clocks.notice_limit, by=by, at=at)
    return selectors.card_of(case)


def _refuse_all_at_once(
    item: ItemCard, applicant: Applicant, check: IdCheck | None, answers: Mapping[str, bool]
) -> None:
    """Refuse a form with everything that is missing or unfit in it, not one after the other (ACC-10).

    Raises: NameMissing, IdentityMissing, IdentityUnseen, IdentityUnfit, AuthorityMissing, ValueUnfit,
    QuestionsOpen; FormUnfit where it is more than one.
    """
    needs_id, agent = item.flags.needs_id, applicant.agent
    flaws = applicants.flaws_of(applicant, check, needs_id=needs_id)
    found: list[Refusal] = [one() for one in dict.fromkeys(_FLAWS[flaw] for flaw in flaws)]
    if needs_id and applicant.id_number.strip() and not shapes.fits(_id_kind(applicant), applicant.id_number):
        found.append(IdentityUnfit())
    if needs_id and agent and agent.id_number.strip() and not shapes.fits(Kind.ID_NUMBER, agent.id_number):
        found.append(ValueUnfit(kind=str(KINDS[Kind.ID_NUMBER])))
    if applicant.phone.strip() and not shapes.fits(Kind.PHONE, applicant.phone):
        found.append(ValueUnfit(kind=str(KINDS[Kind.PHONE])))
    if open_ones := [one.text for one in item.questions if one.code not in answers]:
        found.append(QuestionsOpen(questions="；".join(open_ones)))
    if len(found) == 1:
        raise found[0]
    if found:
        raise FormUnfit(count=len(found), faults=" ".join(f"({n}) {one}" for n, one in enumerate(found, 1)))


def _refuse_second(index: str, item_id: UUID, by: Actor, at: datetime) -> None:
    """Refuse a second open case of one applicant for one item, unless it is meant (ACC-02).

    Of a confidential one that is not theirs to know of nobody hears by typing a number in (CRT-02).
    """
    others = Case.objects.filter(
        hall_id=by.hall_id, applicant_index=index, item_id=item_id, state__in=[one.value for one in OPEN]
    )
    for other in others.order_by("submitted_at"):
        if not hidden(other, by, at):
            raise AlreadyOpen(number=other.number)


def _open(
    item: ItemCard,
    applicant: Applicant,
    id_check: IdCheck | None,
    answers: dict[str, bool],
    index: str,
    *,
    by: Actor,
    at: datetime,
) -> Case:
    until = kept_until(item, at)

    def locked_away(kind: Kind, value: str) -> UUID | None:
        if not value.strip():
            return None
        return vault.keep(
            hall_id=by.hall_id,
            kind=kind,
            value=value.strip(),
            purpose=HANDLING,
            expires_at=until,
            by=by,
            at=at,
        )

    agent = applicant.agent
    name = locked_away(Kind.NAME, plain(applicant.name, field=_("Name of the applicant"), limit=100))
    assert name is not None
    number = _next_number(by.hall_id, at)
    return Case.objects.create(
        id=new_id(),
        hall_id=by.hall_id,
        number=number,
        token=secrets.token_urlsafe(16),
        item_id=item.id,
        item_version_id=item.version_id,
        department_id=catalogue.department_of(by.hall_id, item.id, hall_day(by.hall_id, at)),
        window_id=by.window_id,
        state=CaseState.SUBMITTED,
        confidential=item.flags.confidential,
        applicant_kind=applicant.kind,
        applicant_name=name,
        applicant_id_number=locked_away(_id_kind(applicant), applicant.id_number)
        if item.flags.needs_id
        else None,
        applicant_phone=locked_away(Kind.PHONE, applicant.phone),
        applicant_index=index,
        phone_tail=keys.tail(by.hall_id, number, applicant.phone),
        agent_name=locked_away(Kind.NAME, agent.name) if agent else None,
        agent_id_number=locked_away(Kind.ID_NUMBER, agent.id_number)
        if agent and item.flags.needs_id
        else None,
        id_method=id_check.method.value if id_check and item.flags.needs_id else "",
        answers=answers,
        submitted_by=by.id,
        submitted_at=at,
        came_at=at,
        changed_at=at,
    )


def _id_kind(applicant: Applicant) -> Kind:
    return Kind.ID_NUMBER if applicant.kind is ApplicantKind.PERSON else Kind.CREDIT_CODE


def _index_of(hall_id: UUID, applicant: Applicant) -> str:
    """Return the keyed hash of the applicant's number.  Raises: IdentityUnfit."""
    kind = _id_kind(applicant)
    if not shapes.fits(kind, applicant.id_number):
        raise IdentityUnfit
    return kept.index_of(hall_id, kind, applicant.id_number)


def _next_number(hall_id: UUID, at: datetime) -> str:
    """Return the hall's next case number of the year; its counter stays locked until the commit."""
    year = hall_day(hall_id, at).year
    while True:
        row = Counter.objects.select_for_update().filter(hall_id=hall_id, year=year).first()
        if row is not None:
            break
        try:
            with transaction.atomic():
                Counter.objects.create(hall_id=hall_id, year=year, last=0)
        except IntegrityError:
            continue  # another window opened the year
    row.last += 1
    row.save(update_fields=["last"])
    return numbers.case_number(organization.hall(hall_id).code, year, row.last)
