"""Read the forms of casework: who applies, how every material was found, to whom a result goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from django.http import HttpRequest

from yichuang.cases import selectors as cases
from yichuang.cases.types import (
    Agent,
    Applicant,
    ApplicantKind,
    CheckLine,
    Collection,
    Decision,
    Handover,
    HandoverWay,
    IdCheck,
    IdMethod,
)
from yichuang.screens.kit.forms import day_of, short_text

#: What a clerk says of a material, beside that it is as it should be.
FLAWS = frozenset({"form", "validity", "authenticity", "content"})
MOST_TEXT = 1001  # one more than is allowed, so that the service can say so


def text(request: HttpRequest, name: str) -> str:
    """Return a text of several lines, as it was typed, cut a little above what is allowed."""
    return (request.POST.get(name) or "")[:MOST_TEXT]


def applicant_of(request: HttpRequest) -> Applicant:
    """Return who applies, as typed."""
    said = request.POST.get("kind", "")
    kind = ApplicantKind(said) if said in set(ApplicantKind) else ApplicantKind.PERSON
    agent = None
    if request.POST.get("by_agent"):
        agent = Agent(
            name=short_text(request.POST.get("agent_name"), 101),
            id_number=short_text(request.POST.get("agent_id"), 40),
            authority_seen=request.POST.get("authority") == "1",
        )
    return Applicant(
        kind=kind,
        name=short_text(request.POST.get("name"), 101),
        id_number=short_text(request.POST.get("id_number"), 40),
        phone=short_text(request.POST.get("phone"), 40),
        agent=agent,
    )


def id_check_of(request: HttpRequest) -> IdCheck | None:
    """Return how the identity was checked, None where nobody said."""
    said = request.POST.get("id_method", "")
    return IdCheck(IdMethod(said)) if said in set(IdMethod) else None


def answers_of(request: HttpRequest) -> dict[str, bool]:
    """Return the answers to the item's questions; one without an answer is not in it."""
    return {
        name.removeprefix("q-"): value == "yes"
        for name, value in request.POST.items()
        if name.startswith("q-") and value in {"yes", "no"}
    }


def lines_of(request: HttpRequest, positions: tuple[int, ...], today: date) -> tuple[CheckLine, ...]:
    """Return how each material was found; one nobody looked at is left out, for the service to name."""
    found = []
    for position in positions:
        said = request.POST.get(f"m-{position}", "")
        if said == "ok":
            found.append(CheckLine(position, True))
        elif said == "missing":
            found.append(CheckLine(position, False))
        elif said == "exempt":
            source = "".join(one for one in request.POST.get(f"source-{position}", "") if one.isprintable())
            found.append(CheckLine(position, False, exempt_source=source.strip()[:60] or "shared-data"))
        elif said == "follows":
            until = day_of(request.POST.get(f"until-{position}")) or today
            found.append(CheckLine(position, False, deferred_until=until))
        elif said in FLAWS:
            found.append(
                CheckLine(
                    position,
                    True,
                    form_ok=said != "form",
                    valid=said != "validity",
                    genuine=said != "authenticity",
                    content_ok=said != "content",
                )
            )
    return tuple(found)


def notes_of(request: HttpRequest, positions: tuple[int, ...]) -> Mapping[int, str]:
    """Return what the clerk writes to single materials."""
    told = {position: short_text(request.POST.get(f"note-{position}"), 200) for position in positions}
    return {position: said for position, said in told.items() if said}


def amount_of(request: HttpRequest) -> Decimal | None:
    """Return the yuan a decision is about, None where nobody said.  Raises: AmountUnreadable."""
    said = short_text(request.POST.get("amount"), 20)
    return cases.amount_typed(said) if said else None


def decision_of(request: HttpRequest) -> Decision:
    """Return the decision that was pressed; anything else is an approval nobody pressed, so a refusal."""
    return Decision.APPROVED if request.POST.get("decision") == "approved" else Decision.REFUSED


def collection_of(request: HttpRequest, today: date) -> Collection:
    """Return where and when the result can be fetched."""
    return Collection(
        place=short_text(request.POST.get("place"), 81),
        hours=short_text(request.POST.get("hours"), 81),
        from_day=day_of(request.POST.get("from_day")) or today + timedelta(days=1),
    )


def handover_of(request: HttpRequest) -> Handover:
    """Return to whom the result goes and what shows it."""
    said = request.POST.get("way", "")
    return Handover(
        way=HandoverWay(said) if said in set(HandoverWay) else HandoverWay.APPLICANT,
        id_check=id_check_of(request),
        authority_seen=request.POST.get("authority") == "1",
        tracking=short_text(request.POST.get("tracking"), 41),
        signed=request.POST.get("signed") == "1",
    )
