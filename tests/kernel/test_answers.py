"""Whatever goes wrong is one sentence in its place, and every answer carries its headers."""

from __future__ import annotations

import json
import logging
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from yichuang.kernel import logs, problem
from yichuang.kernel.headers import CONTENT_SECURITY_POLICY, completed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.kernel.addresses"
    settings.MIDDLEWARE = [
        "yichuang.kernel.middleware.Envelope",
        "django.middleware.csrf.CsrfViewMiddleware",
        "yichuang.kernel.middleware.Refusals",
    ]


@pytest.fixture
def citizen() -> Client:
    """A browser that is told of accidents as a citizen is."""
    return Client(raise_request_exception=False)


def words(answer: Any) -> str:
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


# ---- a sentence in its place ------------------------------------------------------------------------------


def test_a_refusal_is_a_page_with_its_sentence_and_its_rule(citizen: Client) -> None:
    answer = citizen.get("/refuse")

    assert answer.status_code == 409
    assert problem.sentence_of(403) in words(answer) and "QUE-01" in words(answer)
    assert answer["Content-Type"].startswith("text/html")


def test_a_refusal_to_htmx_is_a_fragment_with_the_same_status(citizen: Client) -> None:
    answer = citizen.get("/refuse", headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert "<html" not in answer.content.decode()
    assert 'class="refusal"' in answer.content.decode() and "nobody-waiting" in answer.content.decode()


def test_a_refusal_at_a_json_door_is_a_problem_document(citizen: Client) -> None:
    with problem.CLAUSES.answered(lambda rule: ["窗口管理制度 第三条"] if rule == "QUE-01" else []):
        answer = citizen.post("/api/test/refuse")

    assert answer.status_code == 409 and answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:yichuang:problem:nobody-waiting",
        "title": problem.sentence_of(403),
        "status": 409,
        "detail": problem.sentence_of(403),
        "code": "nobody-waiting",
        "rule": "QUE-01",
        "clauses": ["窗口管理制度 第三条"],
        "request_id": answer["X-Request-ID"],
    }


def test_a_body_that_does_not_fit_is_named_by_place_and_not_repeated(citizen: Client) -> None:
    answer = citizen.post("/api/test/numbers", '{"number": "张三"}', content_type="application/json")

    assert answer.status_code == 422 and answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["place"].endswith("number")
    assert "张三" not in answer.content.decode()


@pytest.mark.parametrize("door", ["/api/test/breaks", "/api/test/teapot", "/api/test/nowhere"])
def test_json_doors_answer_accidents_in_json_without_telling_how(citizen: Client, door: str) -> None:
    answer = citizen.post(door)

    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["request_id"] == answer["X-Request-ID"]
    assert "张三" not in answer.content.decode() and "secret" not in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "status"),
    [("/missing", 404), ("/nowhere", 404), ("/forbidden", 403), ("/suspicious", 400), ("/only-post", 405)],
)
def test_what_is_not_there_or_not_allowed_is_one_sentence(citizen: Client, address: str, status: int) -> None:
    answer = citizen.get(address)

    assert answer.status_code == status
    assert problem.sentence_of(status) in words(answer)
    for leak in ("Traceback", "张三", "reason", "urlpatterns", "/work"):
        assert leak not in answer.content.decode()
    assert status != 405 or answer["Allow"] == "POST"


def test_an_accident_tells_the_citizen_a_number_and_the_log_the_rest(
    citizen: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="yichuang.accident"):
        answer = citizen.get("/t/0123456789abcdef?name=张三")

    ident = answer["X-Request-ID"]
    assert answer.status_code == 500
    assert problem.sentence_of(500) in words(answer) and ident in words(answer)
    (record,) = [one for one in caplog.records if one.name == "yichuang.accident"]
    line = logs.JsonLine().format(record)
    told = json.loads(line)
    assert told["request_id"] == ident and told["error"] == "ValueError" and told["path"] == "/t/***"
    assert any("addresses.py" in place for place in told["where"])
    for secret in ("张三", "password", "110101", "0123456789abcdef"):
        assert secret not in line


def test_sentences_are_in_both_languages() -> None:
    for status in (400, 401, 403, 404, 405, 408, 413, 422, 429, 500, 503):
        with translation.override("en"):
            english = problem.sentence_of(status)
        with translation.override("zh-hans"):
            chinese = problem.sentence_of(status)
        assert english.isascii() and not chinese.isascii()


def test_a_form_without_its_key_is_asked_to_load_again(settings: Any) -> None:
    settings.CSRF_FAILURE_VIEW = "yichuang.kernel.pages.csrf_failure"
    answer = Client(enforce_csrf_checks=True).post("/only-post")

    assert answer.status_code == 403
    assert "CSRF cookie" not in answer.content.decode()
    assert "刷新" in answer.content.decode()


# ---- headers ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["/hello", "/nowhere", "/breaks", "/refuse", "/api/test/nowhere"])
def test_every_answer_carries_the_strict_policy(citizen: Client, address: str) -> None:
    answer = citizen.get(address)

    assert answer["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert len(answer["X-Request-ID"]) == 16


def test_the_policy_allows_nothing_inline_and_nobody_to_frame_us() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "default-src 'self'" in CONTENT_SECURITY_POLICY
    assert "frame-ancestors 'none'" in CONTENT_SECURITY_POLICY


def test_two_requests_have_two_ids(citizen: Client) -> None:
    assert citizen.get("/hello")["X-Request-ID"] != citizen.get("/hello")["X-Request-ID"]


def test_headers_an_answer_has_already_are_kept() -> None:
    out = completed([(b"cache-control", b"max-age=60"), (b"x-request-id", b"one")], "two")

    assert (b"cache-control", b"max-age=60") in out and (b"x-request-id", b"two") not in out
    assert len([name for name, _value in out if name == b"cache-control"]) == 1


def test_over_an_encrypted_line_the_browser_is_told_to_keep_to_it() -> None:
    assert b"strict-transport-security" in dict(completed([], "one", encrypted=True))
    assert b"strict-transport-security" not in dict(completed([], "one"))


# ---- logs -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/t/k3Jx9", "/t/***"),
        ("/live/ticket/HRSS/k3Jx9", "/live/ticket/HRSS/***"),
        ("/live/ticket/HRSS/k3Jx9/now", "/live/ticket/HRSS/***/now"),
        ("/board/HRSS/A", "/board/HRSS/A"),
        ("/enrol/49ACDEFG", "/enrol/***"),
        ("/api/v1/windows/0190d3b0-7e3c-7a52-8d4e-000000000001/call",) * 2,
        ("/x/" + "a" * 43 + "/y", "/x/***/y"),
    ],
)
def test_tokens_in_paths_are_masked(path: str, shown: str) -> None:
    assert logs.masked_path(path) == shown


def test_messages_lose_values_numbers_and_names() -> None:
    told = logs.masked(
        "duplicate key (phone)=(13812342210) of '王小明' 李四 id 110101199003077777\nDETAIL: 张三"
    )

    assert "1381234" not in told and "王小明" not in told and "李四" not in told and "张三" not in told
    assert told.startswith("duplicate key")


def test_a_log_line_is_one_json_object() -> None:
    record = logging.LogRecord("yichuang.request", logging.INFO, "", 0, "request", None, None)
    record.status = 200
    record.path = "/board/HRSS/"

    told = json.loads(logs.JsonLine().format(record))

    assert told["message"] == "request" and told["status"] == 200 and told["level"] == "info"
