"""The words of papers: a paper, its blocks, and what came of rendering it.  No Django."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Heading:
    """A short title above what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``flush`` without the indent of a first line (the line that addresses somebody)."""

    text: str
    flush: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Pairs of a label and a value, one below the other in a ruled table."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; ``widths`` share the line (0, 4, 2; 0 takes what it needs), all alike if empty."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines somebody signs on by hand: a label each, with an empty line behind it."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """How a date was counted, line by line, in small type."""

    lines: tuple[str, ...]
    title: str = ""


Block = Heading | Paragraph | Fields | Numbered | Table | Signature | Reasons

KINDS: dict[str, type[Block]] = {
    "heading": Heading,
    "paragraph": Paragraph,
    "fields": Fields,
    "numbered": Numbered,
    "table": Table,
    "signature": Signature,
    "reasons": Reasons,
}
_NAMES = {cls: name for name, cls in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says, in one language (``zh-hans``, ``en``); every text is ready to be read.

    ``code_url`` is what the QR code holds, ``verify_text`` what stands beside it.  ``seal_place`` marks where
    a seal goes; none is ever drawn.  ``issuer`` and ``issued_on`` close the paper.
    """

    title: str
    number: str
    hall_name: str
    blocks: tuple[Block, ...]
    issued_on: str
    language: str = "zh-hans"
    issuer: str = ""
    seal_place: str = ""
    code_url: str | None = None
    verify_text: str = ""
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file, the hash of its bytes (hex, SHA-256) and how many pages it has."""

    bytes: bytes
    sha256: str
    pages: int


def as_plain(paper: Paper) -> dict[str, Any]:
    """Return a paper as plain values, fit for JSON; ``from_plain`` reads it back."""
    plain = asdict(paper)
    plain["blocks"] = [block_as_plain(block) for block in paper.blocks]
    return plain


def block_as_plain(block: Block) -> dict[str, Any]:
    """Return one block as plain values, with its kind."""
    return {"kind": _NAMES[type(block)], **asdict(block)}


def from_plain(plain: dict[str, Any]) -> Paper:
    """Read back what ``as_plain`` gave, also through JSON."""
    blocks = tuple(_block(one) for one in plain["blocks"])
    return Paper(**{**plain, "blocks": blocks})


def _block(plain: dict[str, Any]) -> Block:
    values = {name: _tuples(value) for name, value in plain.items() if name != "kind"}
    return KINDS[plain["kind"]](**values)


def _tuples(value: Any) -> Any:
    """Lists come back from JSON where tuples went in."""
    return tuple(_tuples(one) for one in value) if isinstance(value, list | tuple) else value


def texts(paper: Paper) -> tuple[str, ...]:
    """Return every text of a paper that somebody will read."""
    return tuple(_texts(as_plain(paper)))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        parts: Any = (one for name, one in value.items() if name not in {"kind", "language", "code_url"})
    elif isinstance(value, list | tuple):
        parts = value
    else:
        return []
    return [text for part in parts for text in _texts(part)]
