from __future__ import annotations

import base64
import json
from urllib.parse import quote
from uuid import uuid4

import pytest

from yichuang.kernel.vault.scanner import Finding, scan
from yichuang.kernel.vault.types import Kind

PHONE, NAME, ID = "13812342210", "张建国", "110101199003070134"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
DISGUISES = {
    "as it is": str,
    "in a sentence": lambda value: f"请拨打{value}联系",
    "in full width": lambda value: value.translate(FULL_WIDTH),
    "in an address": lambda value: f"/desk/?q={quote(value)}&x=1",
    "in JSON": lambda value: json.dumps({"note": value}),
    "in HTML": lambda value: f"<b>{''.join(f'&#{ord(one)};' for one in value)}</b>",
    "in base64": lambda value: base64.urlsafe_b64encode(f"tel:{value} ok".encode()).decode(),
    "in a log line": lambda value: f'{{"path": "/t/x", "detail": "{value}"}}',
}


@pytest.mark.parametrize("disguise", DISGUISES)
@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.PHONE, PHONE, "138****2210"),
        (Kind.ID_NUMBER, ID, "1101**********0134"),
        (Kind.NAME, NAME, "张*国"),
    ],
)
def test_planted_data_is_found_in_every_disguise(kind, value, shown, disguise):
    found = scan(DISGUISES[disguise](value), where="here", names=[NAME])

    assert found == [Finding(kind, "here", shown)]
    assert value not in str(found)


@pytest.mark.parametrize(
    "text", ["138 1234 2210", "138-1234-2210", "+86 13812342210", "+8613812342210", "11010519491231002x"]
)
def test_data_written_with_separators_is_found(text: str):
    assert len(scan(f"({text})", where="here")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "0195d3a0-7b1e-7c44-8f5e-3f1a5a0c9d21",
        "0195d3a07b1e7c448f5e3f1a5a0c9d21",
        "2026-03-02T09:30:00.123456+08:00",
        "1772415000123",  # milliseconds
        "0.13812342210",  # a fraction
        "110101199003070135",  # eighteen digits, no identity number
        "113812342210",  # twelve digits
        "a" * 64,
        "M8 11h16M8 11v12h16V11M8 17h16",
        "张*国 138****2210 1101**********0134",
        "",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str):
    assert scan(text, where="here", names=[NAME]) == []


def test_a_thousand_ids_are_no_numbers():
    text = " ".join(f"{uuid4()} {uuid4().hex}" for _ in range(1000))

    assert scan(text, where="here") == []
