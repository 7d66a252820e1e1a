"""A few addresses that go wrong in every way a real one can; the tests' own urls."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError

from yichuang.kernel import json_doors
from yichuang.kernel.errors import Refusal
from yichuang.kernel.idempotency import KeyReused


class NobodyIsWaiting(Refusal):
    """A refusal with a rule and a value in its sentence."""

    code = "nobody-waiting"
    sentence: ClassVar = _("You may not open this page.")
    rule = "QUE-01"


def refuse(request: HttpRequest) -> HttpResponse:
    raise NobodyIsWaiting


def reused(request: HttpRequest) -> HttpResponse:
    raise KeyReused


def missing(request: HttpRequest) -> HttpResponse:
    raise Http404("no ticket of 张三")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("a secret reason")


def suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("a suspicious reason")


def breaks(request: HttpRequest, token: str = "") -> HttpResponse:
    raise ValueError("张三 'password' 110101199003077777 /etc/passwd")


@require_POST
def only_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("<p>你好</p>")


def echo(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        {
            "method": request.method,
            "path": request.path,
            "query": request.GET.dict(),
            "size": len(request.body),
            "type": request.content_type,
            "cookies": request.COOKIES,
            "spoofed": request.META.get("HTTP_X_FORWARDED_FOR", ""),
            "length": request.META.get("CONTENT_LENGTH"),
        }
    )


class Numbers(Schema):
    number: int


api = NinjaAPI(urls_namespace="test", docs_url=None, openapi_url=None)
json_doors.install(api)


@api.post("/refuse")
def api_refuse(request: HttpRequest) -> None:
    raise NobodyIsWaiting


@api.post("/numbers")
def api_numbers(request: HttpRequest, body: Numbers) -> dict[str, int]:
    return {"number": body.number}


@api.post("/breaks")
def api_breaks(request: HttpRequest) -> None:
    raise ValueError("张三")


@api.post("/teapot")
def api_teapot(request: HttpRequest) -> None:
    raise HttpError(403, "a secret reason")


urlpatterns = [
    path("refuse", refuse),
    path("reused", reused),
    path("missing", missing),
    path("forbidden", forbidden),
    path("suspicious", suspicious),
    path("breaks", breaks),
    path("t/<token>", breaks),
    path("only-post", only_post),
    path("hello", hello),
    path("echo", echo),
    path("echo/<path:rest>", lambda request, rest: echo(request)),
    path("api/test/", api.urls),
]

handler400 = "yichuang.kernel.pages.bad_request"
handler403 = "yichuang.kernel.pages.forbidden"
handler404 = "yichuang.kernel.pages.not_found"
handler500 = "yichuang.kernel.pages.server_error"
