"""The two hot doors on the fast lane: no Django request, one statement for the caller, then the act."""

from __future__ import annotations

import json

from yichuang.kernel import clock
from yichuang.kernel.access import lane as access
from yichuang.kernel.access.doors import behind
from yichuang.kernel.serve.lanes import LaneAnswer, LaneRequest, lane
from yichuang.kernel.types import Key
from yichuang.queueing import answers
from yichuang.queueing.api import CALL_DOOR, TAKE_DOOR

TAKE_PATH = "/api/v1/tickets"
CALL_PATH = "/api/v1/windows/{window}/call"
KEY = b"idempotency-key"
_JSON = [(b"content-type", answers.CONTENT_TYPE.encode())]


@behind(TAKE_DOOR)
def take(request: LaneRequest) -> LaneAnswer:
    """Answer ``POST /api/v1/tickets`` as ``api.take`` does."""
    at = clock.now()
    caller = access.caller_of(request.headers, at, door=TAKE_DOOR)
    return _created(answers.take(caller, request.body, _key(request), at))


@behind(CALL_DOOR)
def call(request: LaneRequest) -> LaneAnswer:
    """Answer ``POST /api/v1/windows/{window}/call`` as ``api.call`` does."""
    at = clock.now()
    caller = access.caller_of(request.headers, at, door=CALL_DOOR)
    return _created(answers.call(caller, request.params["window"], request.body, _key(request), at))


def _key(request: LaneRequest) -> Key:
    header = request.headers.get(KEY)
    return answers.key_of(header.decode("latin-1") if header else None, request.path, request.body)


def _created(said: answers.Json) -> LaneAnswer:
    return 201, _JSON, json.dumps(said, ensure_ascii=False).encode()


lane("POST", TAKE_PATH, take)
lane("POST", CALL_PATH, call)
