"""The papers of money: the itemised list before a payment, and the receipt after it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from yichuang.cases import labels
from yichuang.cases.rules import fees as rules
from yichuang.cases.selectors.cases import case
from yichuang.cases.selectors.fees import bill, payment
from yichuang.cases.selectors.remissions import remissions_of
from yichuang.cases.types.fees import BillLine, PaymentCard, PayWay, RemissionState
from yichuang.catalogue import selectors as catalogue
from yichuang.kernel.documents.types import Block, Fields, Paper, Paragraph, Table
from yichuang.organization import selectors as organization

CHINESE = "zh-hans"


def bill_paper(hall_id: UUID, bill_id: UUID, *, language: str = CHINESE, code_url: str = "") -> Paper:
    """Return the itemised list of what is to pay (FEE-03).  ``code_url`` opens it on a phone.

    Raises: UnknownBill.
    """
    card = bill(hall_id, bill_id)
    with translation.override(language):
        blocks: list[Block] = [
            _matter(hall_id, card.case_id),
            _table(card.lines, card.total),
            *_remitted(hall_id, card.case_id, card.lines),
            Paragraph(
                _(
                    "Every line stands in the published tariff. What is optional is charged only because you "
                    "agreed to it. Ask about any line: the cashier explains it."
                )
            ),
        ]
        return _paper(
            hall_id, _("List of fees"), card.code, blocks, card.drawn_by, card.drawn_at, language, code_url
        )


def receipt_paper(hall_id: UUID, payment_id: UUID, *, language: str = CHINESE, code_url: str = "") -> Paper:
    """Return the receipt of a payment with its lines, what was received and the change.

    Raises: UnknownPayment.
    """
    card = payment(hall_id, payment_id)
    with translation.override(language):
        blocks: list[Block] = [
            _matter(hall_id, card.case_id),
            _table(card.lines, card.due),
            *_remitted(hall_id, card.case_id, card.lines),
            Fields(_settled(card)),
            Paragraph(_("This paper is no fiscal invoice; that is given out apart.")),
        ]
        title, at = _("Receipt of fees"), card.taken_at
        return _paper(hall_id, title, card.number, blocks, card.taken_by, at, language, code_url)


def _matter(hall_id: UUID, case_id: UUID) -> Fields:
    of = case(hall_id, case_id)
    item = catalogue.version(hall_id, of.item_version_id)
    english = (translation.get_language() or CHINESE).startswith("en")
    name = (item.name_en if english else "") or item.name
    return Fields(((_("Case"), of.number), (_("Item"), name)))


def _table(lines: tuple[BillLine, ...], total: int) -> Table:
    if any(one.remitted for one in lines):
        return _table_with_remissions(lines, total)
    rows = [
        (
            str(place),
            one.name,
            one.basis,
            _("optional, agreed") if one.optional else _("compulsory"),
            rules.spelled(one.cents),
        )
        for place, one in enumerate(lines, start=1)
    ]
    rows.append(("", _("Sum"), "", "", rules.spelled(total)))
    columns = (_("No."), _("Fee"), pgettext("fee", "Basis"), _("Kind"), _("Yuan"))
    return Table(columns, tuple(rows), (1, 4, 5, 3, 2))


def _table_with_remissions(lines: tuple[BillLine, ...], total: int) -> Table:
    """Return the list with what the tariff asks for, what of it is remitted, and what is left to pay."""
    rows = [
        (
            str(place),
            one.name,
            one.basis,
            _("optional, agreed") if one.optional else _("compulsory"),
            rules.spelled(one.tariff),
            rules.spelled(-one.remitted) if one.remitted else "",
            rules.spelled(one.cents),
        )
        for place, one in enumerate(lines, start=1)
    ]
    tariff, off = sum(one.tariff for one in lines), sum(one.remitted for one in lines)
    rows.append(("", _("Sum"), "", "", rules.spelled(tariff), rules.spelled(-off), rules.spelled(total)))
    columns = (
        _("No."),
        _("Fee"),
        pgettext("fee", "Basis"),
        _("Kind"),
        pgettext("fee", "Tariff"),
        _("Remitted"),
        _("Yuan"),
    )
    return Table(columns, tuple(rows), (1, 4, 4, 2, 2, 2, 2))


def _remitted(hall_id: UUID, case_id: UUID, lines: tuple[BillLine, ...]) -> list[Block]:
    """Return a sentence for each remission of the list: how much of which line, on which ground, by whom."""
    off = {one.code for one in lines if one.remitted}
    told: list[Block] = []
    for one in remissions_of(hall_id, case_id):
        if one.code not in off or one.state is not RemissionState.GRANTED or one.settled_by is None:
            continue
        person = organization.person(hall_id, one.settled_by)
        said = _("“%(line)s” is remitted by %(percent)s %%: %(ground)s. Granted by %(name)s (%(number)s).")
        told.append(
            Paragraph(
                said
                % {
                    "line": one.name,
                    "percent": one.percent,
                    "ground": labels.GROUND[one.ground],
                    "name": person.display_name,
                    "number": person.worker_number,
                }
            )
        )
    return told


def _settled(card: PaymentCard) -> tuple[tuple[str, str], ...]:
    told = [(_("Paid"), str(labels.PAY_WAY[card.way])), (_("Due"), _yuan(card.due))]
    if card.way is PayWay.CASH:
        told += [(_("Received"), _yuan(card.received)), (_("Change"), _yuan(card.change))]
    else:
        told.append((_("Reference"), card.reference))
    if card.refunded:
        told.append((_("Given back since"), _yuan(card.refunded)))
    return tuple(told)


def _yuan(cents: int) -> str:
    return _("%(amount)s yuan") % {"amount": rules.spelled(cents)}


def _paper(
    hall_id: UUID,
    title: str,
    number: str,
    blocks: list[Block],
    by: UUID,
    at: datetime,
    language: str,
    code_url: str,
) -> Paper:
    hall, person = organization.hall(hall_id), organization.person(hall_id, by)
    wall = at.astimezone(ZoneInfo(hall.timezone))
    return Paper(
        title=title,
        number=number,
        hall_name=hall.name if language == CHINESE else hall.name_en or hall.name,
        blocks=tuple(blocks),
        issued_on=f"{wall:%Y-%m-%d %H:%M}",
        language=language,
        issuer=_("Cashier %(name)s (%(number)s)")
        % {"name": person.display_name, "number": person.worker_number},
        code_url=code_url or None,
        verify_text=_("Scan to open this paper on your phone.") if code_url else "",
    )
