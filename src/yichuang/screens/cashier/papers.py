"""Doors of the papers of money: whoever holds a list's link reads it, and its receipt once it is paid."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.cases import selectors as cases
from yichuang.cases.refusals import UnknownBill
from yichuang.cases.types import BillCard
from yichuang.kernel import documents
from yichuang.kernel.access.doors import anyone, door
from yichuang.kernel.documents.types import Paper
from yichuang.organization import selectors as organization
from yichuang.screens.kit.clock import by_the_wall_of
from yichuang.screens.kit.phone import fees_page

CHINESE = "zh-hans"


@never_cache
@require_safe
@door("fees.page", rule=anyone(), label=_("A list of fees"))
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the list, or its receipt when it has been paid; an unknown address says so kindly."""
    try:
        card = cases.bill_by_token(token)
    except UnknownBill as gone:
        return render(request, "cashier/gone.html", {"gone": gone}, status=gone.status)
    by_the_wall_of(card.hall_id)
    context = {
        "bill": card,
        "hall": organization.hall(card.hall_id),
        "paper": documents.html(_paper(card, get_language() or CHINESE)),
    }
    return render(request, "cashier/phone.html", context)


@require_safe
@door("fees.file", rule=anyone(), label=_("A list of fees as a file"))
def file(request: HttpRequest, token: str) -> HttpResponse:
    """Return the list, or its receipt when it has been paid, as PDF/A."""
    try:
        card = cases.bill_by_token(token)
    except UnknownBill as gone:
        return render(request, "cashier/gone.html", {"gone": gone}, status=gone.status)
    at = cases.payment(card.hall_id, card.payment_id).taken_at if card.payment_id else card.drawn_at
    language = "en" if request.GET.get("in") == "en" else CHINESE
    rendered = documents.pdf(_paper(card, language), at=at)
    response = HttpResponse(rendered.bytes, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="fees.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _paper(card: BillCard, language: str) -> Paper:
    code = fees_page(card.token)
    if card.payment_id is None:
        return cases.bill_paper(card.hall_id, card.id, language=language, code_url=code)
    return cases.receipt_paper(card.hall_id, card.payment_id, language=language, code_url=code)
