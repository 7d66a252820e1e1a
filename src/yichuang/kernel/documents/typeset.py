"""A paper as PDF/A-2b, set by Typst: embedded fonts, Chinese line breaks, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import json
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from yichuang.kernel.documents import fonts
from yichuang.kernel.documents.errors import GlyphMissing
from yichuang.kernel.documents.types import Paper, Rendered, as_plain

TEMPLATE = Path(__file__).parent / "paper.typ"
STANDARD: typst.PDFStandard = "a-2b"
CODE = "/code.svg"
MOST_HELD = 64
_HOLE = re.compile(r'the text `"(?P<text>(?:\\.|[^"\\])*)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_held: OrderedDict[tuple[str, str], Rendered] = OrderedDict()
_proven: set[str] = set()
_guard = threading.Lock()


def pdf(paper: Paper, *, at: datetime) -> Rendered:
    """Return ``paper`` as PDF/A-2b, dated to the second of ``at``; same paper, same second, same bytes.

    Raises: GlyphMissing, FontsMissing.
    """
    if at.tzinfo is None:
        raise ValueError("the moment of a paper knows its time zone")
    told = json.dumps(_readable(as_plain(paper)), ensure_ascii=False, sort_keys=True)
    dated = at.astimezone(UTC).replace(microsecond=0)  # a PDF's date knows nothing smaller
    place = (hashlib.sha256(told.encode()).hexdigest(), dated.isoformat())
    with _guard:
        found = _held.get(place)
        if found is not None:
            _held.move_to_end(place)
            return found
    data = _compiled(_template(), {"paper": told, "code": _code(paper.code_url)}, dated)
    rendered = Rendered(data, hashlib.sha256(data).hexdigest(), pages_of(data))
    with _guard:
        _held[place] = rendered
        while len(_held) > MOST_HELD:
            _held.popitem(last=False)
    return rendered


def forget() -> None:
    """Drop the files held in memory."""
    with _guard:
        _held.clear()


def printable(texts: Iterable[str]) -> None:
    """Ask whether every character of ``texts`` is in the fonts; asked once for each and then remembered.

    Raises: GlyphMissing for the first that is not, FontsMissing.
    """
    asked = sorted({char for text in texts for char in text if char > " "} - _proven)
    if not asked:
        return
    _compiled(_PROBE, {"chars": json.dumps(asked)}, None)
    _proven.update(asked)


_PROBE = b"""#let faces = json(bytes(sys.inputs.faces))
#set text(font: faces.serif, lang: "zh", region: "cn")
#for one in json(bytes(sys.inputs.chars)) [#one #linebreak()]
"""


def _compiled(source: bytes, inputs: dict[str, str], at: datetime | None) -> bytes:
    faces = fonts.faces()
    inputs = {**inputs, "faces": json.dumps({"serif": faces.serif, "sans": faces.sans})}
    compiler = typst.Compiler(
        input=source, font_paths=faces.fonts, ignore_system_fonts=True, sys_inputs=inputs
    )
    try:
        data = compiler.compile(format="pdf", pdf_standards=STANDARD, timestamp=at, pdf_tags=True)
    except typst.TypstError as error:
        raise _told(error) from error
    assert isinstance(data, bytes)
    return data


def _told(error: typst.TypstError) -> Exception:
    """Name the character that is missing, or pass on what went wrong in the template."""
    found = _HOLE.search(error.message)
    if found is None:
        return error
    text = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), found["text"])
    points = " ".join(f"U+{ord(char):04X}" for char in text)
    return GlyphMissing(glyph=text if text.isprintable() else points, point=points)


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


def _code(address: str | None) -> str:
    """Draw the QR code as SVG; empty without an address."""
    if not address:
        return ""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, nl=False)
    return out.getvalue().decode()


def _readable(value: Any) -> Any:
    """Give each text's lines apart, without what no page shows, as the template wants them."""
    if isinstance(value, str):
        return "\n".join(" ".join(line.split()) for line in value.split("\n"))
    if isinstance(value, dict):
        return {name: _readable(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_readable(one) for one in value]
    return value


_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")


def pages_of(data: bytes) -> int:
    """Count the pages of a PDF this part made."""
    return len(_PAGE.findall(data))
