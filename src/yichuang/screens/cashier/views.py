"""Doors of the cashier: the page, and one door a verb; each asks its service and shows the counter again."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.cases import selectors as cases
from yichuang.cases import services
from yichuang.cases.labels import GROUND
from yichuang.cases.refusals import PhoneOutOfReach, UnknownCase, UnknownPayment
from yichuang.cases.types import DENOMINATIONS, RemissionGround, ShownBy
from yichuang.kernel import clock
from yichuang.kernel.access.doors import actor_of, door, role
from yichuang.kernel.access.types import CLERKS
from yichuang.kernel.act import act
from yichuang.organization import selectors as organization
from yichuang.posts import selectors as posts
from yichuang.screens.cashier.picture import KEYS, known_case, paper_of, picture_of, pieces
from yichuang.screens.kit.forms import act_key, act_of, go, id_of, optional_id, short_text
from yichuang.screens.kit.phone import phones_reach_us

AT_THE_TILL = role(*CLERKS)
PAPERS = frozenset({"list", "receipt"})
CHINESE = "zh-hans"


@never_cache
@require_safe
@door("cashier.page", rule=AT_THE_TILL, label=_("Cashier"))
def page(request: HttpRequest) -> HttpResponse:
    """Show what waits to be paid at one's window, and the case that is on the counter."""
    by, at = actor_of(request), clock.now()
    hall = organization.hall(by.hall_id)
    on = posts.sign_on_now(hall.id, at, person_id=by.id)
    if on is None:
        return render(request, "cashier/away.html", {"hall": hall})
    case_id, paid = optional_id(request.GET.get("case")), optional_id(request.GET.get("paid"))
    picture = picture_of(hall, on.window_id, by.id, case_id, paid, at)
    what = request.GET.get("print", "")
    language = get_language() or CHINESE
    context = {
        "picture": picture,
        "keys": KEYS,
        "pieces": pieces(),
        "phones": phones_reach_us(),
        "grounds": [(one.value, label) for one, label in GROUND.items()],
        "paper": paper_of(hall.id, what, picture.chosen, language) if what in PAPERS else None,
        "said": bool(request.GET.get("paid")),
    }
    return render(request, "cashier/page.html", context)


@require_POST
@door("cashier.find", rule=AT_THE_TILL, act=True, label=_("Find a case to be paid"))
def find(request: HttpRequest) -> HttpResponse:
    """Put the case of a number, or of a receipt's number, on the counter."""
    by = actor_of(request)
    # the key that leads to the field types its own sign where one already stands in it
    number = short_text(request.POST.get("number"), 29).lstrip("/")
    try:
        return _counter(request, known_case(by.hall_id, number))
    except UnknownPayment:
        raise UnknownCase from None


@require_POST
@door("cashier.agree", rule=AT_THE_TILL, act=True, label=_("Record a consent to an optional fee"))
def agree(request: HttpRequest) -> HttpResponse:
    """Record that the payer agrees to an optional fee, or takes that back."""
    case_id = id_of(request.POST.get("case"))
    services.agree(
        case_id=case_id,
        code=short_text(request.POST.get("code"), 16),
        yes=request.POST.get("yes") == "1",
        **act_of(request),
    )
    return _counter(request, case_id)


@require_POST
@door("cashier.value", rule=AT_THE_TILL, act=True, label=_("State the value a fee goes by"))
def value(request: HttpRequest) -> HttpResponse:
    """State the value that a graded fee goes by."""
    case_id = id_of(request.POST.get("case"))
    amount = cases.amount_typed(request.POST.get("value", ""))
    services.state_value(case_id=case_id, value=amount, **act_of(request))
    return _counter(request, case_id)


@require_POST
@door("cashier.list", rule=AT_THE_TILL, act=True, label=_("Give the list of fees"))
def give_list(request: HttpRequest) -> HttpResponse:
    """Draw the list from the tariff and give it to the payer, on paper or on their phone."""
    by, at, key = actor_of(request), clock.now(), act_key(request)
    case_id = id_of(request.POST.get("case"))
    way = _way(request)
    if way is ShownBy.SENT and not phones_reach_us():
        raise PhoneOutOfReach
    lines = cases.fees_of(by.hall_id, case_id).lines
    optional = [one.code for one in lines if one.optional and one.agreed and not one.paid]
    with act():
        bill = services.draw_bill(case_id=case_id, optional=optional, by=by, at=at, key=key)
        services.show_bill(bill_id=bill.id, way=way, by=by, at=at, key=key)
    return _counter(request, case_id, print="list" if way is ShownBy.PRINTED else "")


def _way(request: HttpRequest) -> ShownBy:
    try:
        return ShownBy(request.POST.get("way", ""))
    except ValueError:
        raise Http404 from None


@require_POST
@door("cashier.cash", rule=AT_THE_TILL, act=True, label=_("Take cash"))
def cash(request: HttpRequest) -> HttpResponse:
    """Take cash on the list, with the change said."""
    paid = services.take_cash(
        bill_id=id_of(request.POST.get("bill")),
        received=cases.amount_typed(request.POST.get("received", "")),
        **act_of(request),
    )
    return _counter(request, paid.case_id, paid=paid.id.hex)


@require_POST
@door("cashier.electronic", rule=AT_THE_TILL, act=True, label=_("Enter a payment by card or phone"))
def electronic(request: HttpRequest) -> HttpResponse:
    """Enter a payment by card or phone with its reference."""
    paid = services.take_electronic(
        bill_id=id_of(request.POST.get("bill")),
        reference=short_text(request.POST.get("reference"), 80),
        **act_of(request),
    )
    return _counter(request, paid.case_id, paid=paid.id.hex)


@require_POST
@door("cashier.refund", rule=AT_THE_TILL, act=True, label=_("Ask for a refund"))
def refund(request: HttpRequest) -> HttpResponse:
    """Ask that lines of a payment go back."""
    asked = services.ask_refund(
        payment_id=id_of(request.POST.get("payment")),
        codes=[short_text(one, 16) for one in request.POST.getlist("line")],
        reason=request.POST.get("reason", "")[:1001],
        **act_of(request),
    )
    return _counter(request, asked.case_id)


@require_POST
@door("cashier.remit", rule=AT_THE_TILL, act=True, label=_("Ask for a remission"))
def remit(request: HttpRequest) -> HttpResponse:
    """Ask that part or all of a fee be remitted."""
    ground, percent = request.POST.get("ground", ""), request.POST.get("percent", "").strip()
    if ground not in set(RemissionGround):
        raise Http404
    asked = services.ask_remission(
        case_id=id_of(request.POST.get("case")),
        code=short_text(request.POST.get("line"), 16),
        percent=int(percent) if percent.isascii() and percent.isdecimal() and len(percent) < 5 else 0,
        ground=RemissionGround(ground),
        evidence=request.POST.get("evidence", "")[:1001],
        **act_of(request),
    )
    return _counter(request, asked.case_id)


@require_POST
@door("cashier.remitted_back", rule=AT_THE_TILL, act=True, label=_("Ask back what a remission made too much"))
def remitted_back(request: HttpRequest) -> HttpResponse:
    """Ask that what was paid before a remission goes back."""
    asked = services.ask_remitted_back(
        remission_id=id_of(request.POST.get("remission")),
        reason=gettext("Remitted after payment"),
        **act_of(request),
    )
    return _counter(request, asked.case_id)


@require_POST
@door("cashier.pay_out", rule=AT_THE_TILL, act=True, label=_("Pay a refund out"))
def pay_out(request: HttpRequest) -> HttpResponse:
    """Pay out a refund that was let through."""
    done = services.pay_refund(
        refund_id=id_of(request.POST.get("refund")),
        reference=short_text(request.POST.get("reference"), 80),
        **act_of(request),
    )
    return _counter(request, done.case_id)


@require_POST
@door("cashier.open", rule=AT_THE_TILL, act=True, label=_("Open the till"))
def open_till(request: HttpRequest) -> HttpResponse:
    """Open the window's till with its float counted."""
    services.open_till(pieces=_counted(request), **act_of(request))
    return go(request, reverse("cashier:page"))


@require_POST
@door("cashier.deposit", rule=AT_THE_TILL, act=True, label=_("Hand money in"))
def deposit(request: HttpRequest) -> HttpResponse:
    """Hand in cash of a till with the number of its slip."""
    services.deposit(
        till_id=id_of(request.POST.get("till")),
        amount=cases.amount_typed(request.POST.get("amount", "")),
        reference=short_text(request.POST.get("reference"), 80),
        **act_of(request),
    )
    return go(request, reverse("cashier:page"))


@require_POST
@door("cashier.close", rule=AT_THE_TILL, act=True, label=_("Count and close the till"))
def close_till(request: HttpRequest) -> HttpResponse:
    """Count the till against the books and close it."""
    services.close_till(
        till_id=id_of(request.POST.get("till")),
        pieces=_counted(request),
        explanation=request.POST.get("explanation", "")[:1001],
        **act_of(request),
    )
    return go(request, reverse("cashier:page"))


def _counted(request: HttpRequest) -> dict[int, int]:
    """Return how many of each note and coin were counted; nonsense counts as a piece too few."""
    found = {}
    for piece in DENOMINATIONS:
        said = (request.POST.get(f"piece-{piece}") or "0").strip()
        found[piece] = int(said) if said.isascii() and said.isdigit() and len(said) <= 6 else -1
    return found


def _counter(request: HttpRequest, case_id: UUID, **also: str) -> HttpResponse:
    """Lead back to the counter with a case on it."""
    asked = {"case": case_id.hex} | {name: text for name, text in also.items() if text}
    return go(request, f"{reverse('cashier:page')}?{urlencode(asked)}")
