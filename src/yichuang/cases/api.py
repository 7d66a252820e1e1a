"""The JSON door of looking a case up under ``/api/v1/cases/``: the same answers and limits as the page has.

Programs of citizens ask here (a city's app, a mini-program); they tell and are told no name and no document.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Field, NinjaAPI, Router, Schema

from yichuang.cases import labels, services
from yichuang.kernel import clock, json_doors
from yichuang.kernel.access import address
from yichuang.kernel.access.doors import anyone, door

router = Router(tags=["cases"])


class Asked(Schema):
    """A case's number and the last four digits of the phone given, or a paper's number and its code."""

    number: str = Field(max_length=60)
    code: str = Field(max_length=40)


class StandsAt(Schema):
    """Where the case stands and by when; ``state`` is null where a paper's case is not told of."""

    state: str | None
    stage: str | None
    due: date | None
    paused: bool


@router.post("/{hall}/look-up", response=StandsAt)
@door("cases.look_up", rule=anyone(), label=_("How a case stands"))
def look_up(request: HttpRequest, hall: str, body: Asked) -> dict[str, Any]:
    """Tell where a case stands; what does not open gets one answer, and tries are counted."""
    found = services.look_up(
        hall_code=hall, number=body.number, code=body.code, address=address.of(request), at=clock.now()
    )
    return {
        "state": found.state,
        "stage": str(labels.STATE[found.state]) if found.state else None,
        "due": found.due,
        "paused": found.paused,
    }


api = NinjaAPI(title="Yichuang: cases", version="1", docs_url=None, urls_namespace="cases-api")
json_doors.install(api)
api.add_router("", router)
