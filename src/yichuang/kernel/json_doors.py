"""Let a ninja API refuse as every other door: problem+json with code, sentence, rule and request id."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from yichuang.kernel import logs, problem
from yichuang.kernel.errors import Refusal


def install(api: NinjaAPI) -> None:
    """Register the answers to refusals and to requests that do not fit."""

    @api.exception_handler(Refusal)
    def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return problem.response(problem.of_refusal(refusal, _ident(request)))

    @api.exception_handler(ValidationError)
    def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
        members = _plain(request, 422)
        members["errors"] = [_place(one) for one in error.errors]
        return problem.response(members)

    @api.exception_handler(HttpError)
    def plain(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem.response(_plain(request, error.status_code))

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem.response(_plain(request, 401))

    @api.exception_handler(Http404)
    def nothing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem.response(_plain(request, 404))


def _plain(request: HttpRequest, status: int) -> dict[str, Any]:
    return problem.document(
        code=problem.code_of(status),
        status=status,
        sentence=problem.sentence_of(status),
        request_id=_ident(request),
    )


def _place(error: dict[str, Any]) -> dict[str, str]:
    """Return where a value does not fit and why; never the value itself."""
    place = [str(one) for one in error.get("loc", ())]
    return {"place": "/".join(place), "kind": str(error.get("type", ""))}


def _ident(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", "") or logs.request_id.get())
