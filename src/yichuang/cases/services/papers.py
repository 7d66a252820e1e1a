"""The papers of a case, each composed from its item's version and what was found; notices keep them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yichuang.cases import labels, selectors
from yichuang.cases.models import Case, Result
from yichuang.cases.rules import checklist
from yichuang.cases.selectors.checks import gaps_of
from yichuang.cases.services.common import hall_day
from yichuang.cases.types import Decision, HandoverWay, ReviewCard
from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard, LinkCard
from yichuang.deadlines import selectors as deadlines
from yichuang.deadlines.types import ClockCard, Ground, Unit
from yichuang.kernel.types import Actor, Key
from yichuang.kernel.vault import selectors as kept
from yichuang.notices import selectors as kept_notices
from yichuang.notices import services as notices
from yichuang.notices.types import (
    Channel,
    Collect,
    Gap,
    NoticeCard,
    NoticeForm,
    NoticeKind,
)

Text = str | Promise
#: How the applicant sees where the case stands; a confidential one is found by its code alone (CRT-02).
BY_DIGITS: Text = _(
    "Scan the code of this paper; or enter the case number and the last four digits of your telephone, at "
    "the kiosk or on the hall's page of cases."
)
BY_CODE: Text = _("Scan the code of this paper, or show the paper at a window.")
KEEPS_ITS_VERSION: Text = _(
    "Your case keeps what was asked for when it was handed in: you need not bring anything more because of "
    "this change."
)
#: What whoever fetches a result brings; all else was handed in.
TO_COLLECT: tuple[Text, ...] = (
    _("This letter, or the receipt of the case"),
    _("A valid identity document of whoever collects it; for somebody else also their authority"),
)
#: What everybody may do against an authority's decision (行政复议法 §20, 行政诉讼法 §46).
REMEDIES: tuple[Text, ...] = (
    _("Within sixty days of this letter you can apply for administrative reconsideration."),
    _("Within six months of this letter you can bring an action before the people’s court."),
)


def _issue(
    case: Case,
    item: ItemCard,
    kind: NoticeKind,
    *,
    form: NoticeForm = NoticeForm.WRITTEN,
    by: Actor,
    at: datetime,
    **parts: object,
) -> NoticeCard:
    """Issue a notice of the case with what each of them says: basis, limits, procedure, materials."""
    whole: dict[str, object] = {
        "basis": item.legal_basis,
        "time_limit": limits_told(item),
        "procedure": tuple(step.name for step in item.steps),
        "materials": tuple(one.name for _place, one in selectors.applying(item, case.answers)),
        **parts,
    }
    return notices.issue(
        kind=kind,
        form=form,
        channel=Channel.WINDOW,
        matter_id=case.id,
        item_id=case.item_id,
        item_version_id=case.item_version_id,
        window_id=by.window_id,
        addressee_entry=case.applicant_name,
        simple=item.flags.simple,
        by=by,
        at=at,
        **whole,  # type: ignore[arg-type]
    )


def _limits(item: ItemCard) -> str:
    """Return an item's limits as a notice says them: the promised one, and the law's."""
    told = []
    for name, limit in ((_("promised"), item.promised_limit), (_("statutory"), item.statutory_limit)):
        if limit.budget is not None:
            told.append(f"{name} {deadlines.budget_text(limit.budget)}")
    return "；".join(told) or str(_("without a limit in the item"))


def _amount(value: int, unit: Unit) -> str:
    return deadlines.amount_text(value, unit)


def _told_in(number: str) -> str:
    return str(_("as told in letter %(number)s")) % {"number": number}


# a letter is told in two languages: nothing of it is said before it is known in which
limits_told = lazy(_limits, str)
_amount_told = lazy(_amount, str)
_ground_told = lazy(deadlines.ground_text, str)
_letter_told = lazy(_told_in, str)


def _either(zh: str, en: str) -> str:
    return en if (get_language() or "").startswith("en") else zh


# a text that stands in both languages already, said in whichever it is read in
_in_language = lazy(_either, str)


def supplement(
    case: Case,
    item: ItemCard,
    review: ReviewCard,
    *,
    form: NoticeForm,
    notes: Mapping[int, str],
    until: date,
    by: Actor,
    at: datetime,
) -> NoticeCard:
    """Issue the one-time notice with every gap the review found (ONE-02, ONE-03)."""
    lines = {one.position: one for one in review.lines}
    found = gaps_of(item, review)
    allowed = kept_notices.allowance(case.hall_id, case.id)
    late = checklist.untold(found, kept_notices.gaps_told(case.hall_id, case.id)) if allowed else ()
    gaps = tuple(
        Gap(
            material=gap.position,
            name=lines[gap.position].name,
            fault=gap.fault,
            note=notes.get(gap.position, ""),
            findable_first=gap not in late or allowed is None or allowed.ground is None,
        )
        for gap in found
    )
    extra = ((_("Case"), case.number), (_("Bring it until"), until.isoformat()))
    return _issue(
        case,
        item,
        NoticeKind.SUPPLEMENT,
        form=form,
        gaps=gaps,
        extra=extra,
        legal_change=allowed.ground if allowed and late else None,
        approved_by=allowed.given_by if allowed and late else None,
        by=by,
        at=at,
    )


def receipt(
    case: Case,
    item: ItemCard,
    clock: ClockCard | None,
    *,
    kind: NoticeKind = NoticeKind.RECEIPT,
    by: Actor,
    at: datetime,
) -> NoticeCard:
    """Issue the receipt with the day the case is due and the reasoning behind it (TIME-04, 许可法 §32)."""
    due = (clock.due or clock.due_at.date()) if clock else None
    reasoning = deadlines.explain(case.hall_id, clock.id, at).lines if clock else ()
    return _issue(
        case,
        item,
        kind,
        due=due or at.date(),
        explanation=tuple(_in_language(one.zh, one.en) for one in reasoning),
        extra=(
            (_("Case"), case.number),
            (_("Applicant"), kept.masked(case.hall_id, [case.applicant_name])[case.applicant_name]),
            (_("To look it up"), BY_DIGITS if case.phone_tail and not case.confidential else BY_CODE),
        ),
        by=by,
        at=at,
    )


def not_accepted(
    case: Case,
    item: ItemCard,
    *,
    reason: str,
    basis: tuple[str, ...],
    form: NoticeForm,
    by: Actor,
    at: datetime,
) -> NoticeCard:
    """Issue the letter that an application is not accepted, with reason, basis and remedies (ACC-04)."""
    return _issue(
        case,
        item,
        NoticeKind.NOT_ACCEPTED,
        form=form,
        reason=reason,
        basis=basis,
        remedies=REMEDIES,
        extra=((_("Case"), case.number),),
        by=by,
        at=at,
    )


def refusal(case: Case, item: ItemCard, *, reason: str, by: Actor, at: datetime) -> NoticeCard:
    """Issue the letter that an application is refused, with reason, basis, remedies (ONE-06, 许可法 §38)."""
    return _issue(
        case,
        item,
        NoticeKind.REFUSAL,
        reason=reason,
        remedies=REMEDIES,
        extra=((_("Case"), case.number),),
        by=by,
        at=at,
    )


def pause(
    case: Case, item: ItemCard, ground: Ground, link: LinkCard | None, *, by: Actor, at: datetime
) -> NoticeCard:
    """Issue the letter that time stands still, why, and for how long as far as the item says (许可法 §45)."""
    length = link.limit.budget if link else None
    limit: Text = _amount_told(length.value, length.unit) if length else _("until it is done")
    named: Text = link.name if link else _ground_told(ground)
    return _issue(
        case,
        item,
        NoticeKind.PAUSE,
        time_limit=limit,
        basis=(link.basis,) if link and link.basis else item.legal_basis,
        extra=((_("Case"), case.number), (_("What time stands still for"), named)),
        by=by,
        at=at,
    )


def extension(
    case: Case, item: ItemCard, *, value: int, reason: str, due: date | None, by: Actor, at: datetime
) -> NoticeCard:
    """Issue the letter that a case takes longer, by how much and why (许可法 §42)."""
    rule, limit = item.extension, item.statutory_limit.budget or item.promised_limit.budget
    return _issue(
        case,
        item,
        NoticeKind.EXTENSION,
        reason=reason,
        due=due,
        basis=(rule.citation,) if rule.citation else item.legal_basis,
        time_limit=_amount_told(value, limit.unit if limit else Unit.WORKING_DAY),
        extra=((_("Case"), case.number),),
        by=by,
        at=at,
    )


def result(case: Case, item: ItemCard, issue: Result, *, by: Actor, at: datetime) -> NoticeCard:
    """Issue the letter of the result: where and when to fetch it, or why there is none (CAS-04)."""
    approved = case.decision == Decision.APPROVED
    extra: tuple[tuple[Text, Text], ...] = (
        (_("Case"), case.number),
        (_("Decision"), labels.DECISION[Decision(case.decision)]),
        (_("Number of the result"), issue.code),
    )
    if approved:
        when = f"{issue.from_day:%Y-%m-%d} {issue.hours}" if issue.from_day else issue.hours
        return _issue(
            case,
            item,
            NoticeKind.RESULT,
            collect=Collect(place=issue.place, time=when),
            materials=TO_COLLECT if item.flags.needs_id else TO_COLLECT[:1],
            basis=catalogue.standing_on(item, hall_day(case.hall_id, case.decided_at or at))
            or item.legal_basis,
            extra=extra,
            by=by,
            at=at,
        )
    letter = selectors.last_notice(case.hall_id, case.id, NoticeKind.REFUSAL)
    why = _letter_told(letter.number)
    return _issue(case, item, NoticeKind.FAILED, reason=why, materials=(), extra=extra, by=by, at=at)


def delivery(case: Case, item: ItemCard, issue: Result, *, by: Actor, at: datetime) -> NoticeCard:
    """Issue the slip that says how the result was handed over, for the signature (CAS-05)."""
    extra: tuple[tuple[Text, Text], ...] = (
        (_("Case"), case.number),
        (_("Handed over"), labels.WAY[HandoverWay(issue.way)]),
    )
    if issue.tracking:
        extra += ((_("Number of the item posted"), issue.tracking),)
    return _issue(
        case, item, NoticeKind.DELIVERY, materials=(f"{item.result} {issue.code}",), extra=extra, by=by, at=at
    )


def correction(
    case: Case, item: ItemCard, issue: Result, *, instead: str, reason: str, by: Actor, at: datetime
) -> NoticeCard:
    """Issue the letter that a result is replaced, by which one and why (CAS-08)."""
    extra: tuple[tuple[Text, Text], ...] = (
        (_("Case"), case.number),
        (_("Number of the result"), issue.code),
        (_("In place of"), instead),
    )
    return _issue(case, item, NoticeKind.CORRECTION, reason=reason, extra=extra, by=by, at=at)


def change(case: Case, old: ItemCard, new: ItemCard, *, by: Actor, at: datetime) -> NoticeCard:
    """Issue the letter that the item asks for something else now, and what holds for this case (PUB-08)."""
    differs = catalogue.difference(old, new)
    said: tuple[tuple[Text, str], ...] = (
        (_("In force from"), new.active_from.isoformat()),
        (_("Newly asked for"), "、".join(one.name for one in differs.materials_added)),
        (_("No longer asked for"), "、".join(one.name for one in differs.materials_removed)),
        (_("Asked for otherwise"), "、".join(now.name for _was, now in differs.materials_changed)),
    )
    return _issue(
        case,
        old,
        NoticeKind.CHANGE,
        reason=KEEPS_ITS_VERSION,
        basis=new.legal_basis,
        extra=((_("Case"), case.number), *((label, text) for label, text in said if text)),
        by=by,
        at=at,
    )


def before_enforcement(
    case: Case,
    item: ItemCard,
    *,
    measure: str,
    reason: str,
    basis: tuple[str, ...],
    by: Actor,
    at: datetime,
    key: Key | None,
) -> NoticeCard:
    """Issue the letter that tells beforehand what will be done and why (ONE-12)."""
    return _issue(
        case,
        item,
        NoticeKind.BEFORE_ENFORCEMENT,
        reason=reason,
        basis=basis,
        procedure=(measure,),
        remedies=REMEDIES,
        extra=((_("Case"), case.number),),
        by=by,
        at=at,
        key=key,
    )
