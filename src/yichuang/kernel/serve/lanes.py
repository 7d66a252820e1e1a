"""The fast lane: hot acts answered by a plain function on the pool, without Django's request machinery.

A lane calls the same services as any other door and refuses in the same sentences.  It gets the request's
headers, path parameters and body, and returns status, headers and bytes; request id, security headers,
the log line and problem+json come from the server.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import parse_cookie
from django.utils import translation

from yichuang.kernel import logs, problem
from yichuang.kernel.away import RETRY_AFTER, DatabaseAway, away
from yichuang.kernel.errors import Refusal
from yichuang.kernel.headers import RawHeaders
from yichuang.kernel.serve.pool import with_connection

logger = logging.getLogger("yichuang.accident")


@dataclass(frozen=True, slots=True)
class LaneRequest:
    """What a lane sees of a request; header names are in lower case."""

    method: str
    path: str
    params: Mapping[str, str]
    query: bytes
    headers: Mapping[bytes, bytes]
    body: bytes
    request_id: str


LaneAnswer = tuple[int, RawHeaders, bytes]
LaneHandler = Callable[[LaneRequest], LaneAnswer]


@dataclass(frozen=True, slots=True)
class Lane:
    """One declared lane; ``shape`` matches the whole path."""

    method: str
    pattern: str
    shape: re.Pattern[str]
    handler: LaneHandler


_lanes: list[Lane] = []
_plain: dict[tuple[str, str], Lane] = {}
_PLACE = re.compile(r"\{([a-z_]+)\}")


def lane(method: str, path_pattern: str, handler: LaneHandler) -> None:
    """Answer ``method`` at ``path_pattern`` (``/api/v1/windows/{id}/call``) by ``handler``."""
    if any(one.method == method and one.pattern == path_pattern for one in _lanes):
        raise ValueError(f"two lanes answer {method} {path_pattern}")
    shape = re.compile(_PLACE.sub(r"(?P<\1>[^/]+)", path_pattern))
    one = Lane(method, path_pattern, shape, handler)
    _lanes.append(one)
    if not _PLACE.search(path_pattern):
        _plain[method, path_pattern] = one


def lanes() -> list[Lane]:
    """Return every declared lane."""
    return list(_lanes)


def find(method: str, path: str) -> tuple[Lane, dict[str, str]] | None:
    """Return the lane of an address with its path parameters, or None: then Django answers."""
    if one := _plain.get((method, path)):
        return one, {}
    for one in _lanes:
        if one.method == method and (match := one.shape.fullmatch(path)):
            return one, match.groupdict()
    return None


def language_of(headers: Mapping[bytes, bytes]) -> str:
    """Return the language chosen by cookie; Chinese first, whatever the client says of itself."""
    raw = headers.get(b"cookie", b"")
    if settings.LANGUAGE_COOKIE_NAME.encode() not in raw:
        return str(settings.LANGUAGE_CODE)
    chosen = parse_cookie(raw.decode("latin-1")).get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else str(settings.LANGUAGE_CODE)


def answer(one: Lane, request: LaneRequest) -> LaneAnswer:
    """Let the lane answer, in the caller's language; a refusal or an accident is a problem document."""
    token = logs.request_id.set(request.request_id)
    try:
        with translation.override(language_of(request.headers)):
            return with_connection(_spoken, one, request)
    finally:
        logs.request_id.reset(token)


def _spoken(one: Lane, request: LaneRequest) -> LaneAnswer:
    headers = [(b"content-type", problem.CONTENT_TYPE.encode())]
    try:
        return one.handler(request)
    except Refusal as refusal:
        members = problem.of_refusal(refusal, request.request_id)
    except Exception as error:
        if away(error):
            logger.warning("the database is away: %s", type(error).__name__, extra={"path": one.pattern})
            members = problem.of_refusal(DatabaseAway(), request.request_id)
            headers.append((b"retry-after", RETRY_AFTER.encode()))
            return members["status"], headers, problem.body(members)
        logger.exception("an unexpected error", extra={"method": one.method, "path": one.pattern})
        members = problem.document(
            code=problem.code_of(500),
            status=500,
            sentence=problem.sentence_of(500),
            request_id=request.request_id,
        )
    return members["status"], headers, problem.body(members)
