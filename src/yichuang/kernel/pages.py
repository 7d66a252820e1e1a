"""Pages that say no: one sentence, in the page's place, without telling how the house is built.

A JSON door gets problem+json, an htmx request the fragment for ``#refusals``, everyone else a page.
"""

from __future__ import annotations

import logging
import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import select_template
from django.utils.translation import gettext as _

from yichuang.kernel import logs, problem
from yichuang.kernel.away import RETRY_AFTER, DatabaseAway, away
from yichuang.kernel.errors import Refusal

logger = logging.getLogger("yichuang.accident")

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
PAGE: tuple[str, ...] = ("kit/refused.html", "kernel/sorry.html")
FRAGMENT = ("kit/refusal.html", "kernel/sorry_fragment.html")
# asks neither database nor caller: for when those are what failed
PAGE_WITHOUT_ROOMS: tuple[str, ...] = ("kernel/sorry.html",)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal in its place, with its status and its rule."""
    if problem.is_json_door(request.path):
        return problem.response(problem.of_refusal(refusal, _ident(request)))
    return _spoken(request, refusal.status, str(refusal), refusal.code, refusal.rule)


def plain(request: HttpRequest, status: int) -> HttpResponse:
    """Answer a plain HTTP status with its sentence."""
    return _said(request, status, problem.sentence_of(status), problem.code_of(status))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what could not be read (Django's ``handler400``)."""
    return plain(request, 413 if isinstance(exception, TOO_LARGE) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not allowed (``handler403``)."""
    return plain(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address where there is nothing (``handler404``)."""
    return plain(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose key is missing or old (``CSRF_FAILURE_VIEW``)."""
    sentence = _("This page is out of date. Load it again and repeat what you did.")
    return _said(request, 403, sentence, "page-out-of-date")


def database_away(request: HttpRequest, exception: BaseException) -> HttpResponse:
    """Answer that the database is away for a moment; the log names no accident."""
    logger.warning(
        "the database is away: %s", type(exception).__name__, extra={"request_id": _ident(request)}
    )
    response = refused(request, DatabaseAway())
    response.headers["Retry-After"] = RETRY_AFTER
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an accident (``handler500``): a sentence and the id under which the log tells more."""
    if (error := sys.exception()) is not None and away(error):
        return database_away(request, error)
    logger.error(
        "an unexpected error",
        exc_info=True,
        extra={
            "method": request.method,
            "path": logs.masked_path(request.path),
            "request_id": _ident(request),
        },
    )
    return plain(request, 500)


def _said(request: HttpRequest, status: int, sentence: str, code: str) -> HttpResponse:
    if not problem.is_json_door(request.path):
        return _spoken(request, status, sentence, code, "")
    members = problem.document(code=code, status=status, sentence=sentence, request_id=_ident(request))
    return problem.response(members)


def _ident(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", "") or logs.request_id.get())


def _spoken(request: HttpRequest, status: int, sentence: str, code: str, rule: str) -> HttpResponse:
    ident = _ident(request) if status >= 500 else ""
    context = {"sentence": sentence, "code": code, "rule": rule, "status": status, "request_id": ident}
    fragment = request.headers.get("HX-Request") == "true"
    names = FRAGMENT if fragment else PAGE if status < 500 else PAGE_WITHOUT_ROOMS
    try:
        content = select_template(names).render(context, request)
    except Exception as error:
        if not away(error):
            logger.exception("a page of refusal could not be drawn", extra={"status": status})
        # the last of each asks nobody: drawn without the request, whose caller may be in the database
        content = select_template(names[-1:]).render(context)
    return HttpResponse(content, status=status)
