"""Turn rows into hashes: the same entry gives the same leaf on every engine, for ever.

* leaf  = H(0x00 · JSON ["<algorithm>/1", seq, every column of the entry in the order of ``record.COLUMNS``])
* node  = H(0x01 · left · right), the tree of RFC 6962
* root  = H(0x02 · JSON ["<algorithm>/1", hall, number, first seq, last seq, sealed at, previous root,
  previous signature, tree])

JSON is without spaces, UTF-8 as it is; ids are 32 hex digits, moments ISO 8601 in UTC with microseconds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Container, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes

MOMENTS = frozenset({"at", "recorded_at"})
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


class Distorted(ValueError):
    """A stored value has a form that this house never writes."""


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _sm3(data: bytes) -> bytes:
    digest = hashes.Hash(hashes.SM3())  # GB/T 32905-2016; hashlib has it only where OpenSSL was built so
    digest.update(data)
    return digest.finalize()


ALGORITHMS: dict[str, Callable[[bytes], bytes]] = {"sha256": _sha256, "sm3": _sm3}


def moment(value: Any) -> str:
    """Return a stored moment in canonical form; SQLite's text must be exactly as the ORM writes it.

    Raises: Distorted.
    """
    if isinstance(value, str):
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            raise Distorted(value) from None
        if read.tzinfo is not None or str(read) != value:
            raise Distorted(value)
        return read.isoformat(timespec="microseconds") + "Z"
    if not isinstance(value, datetime):
        raise Distorted(repr(value))
    if value.tzinfo is not None:
        value = value.astimezone(UTC).replace(tzinfo=None)
    return f"{value.isoformat(timespec='microseconds')}Z"


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int):
        return value
    if isinstance(value, UUID):
        return value.hex
    raise Distorted(repr(value))


def leaf(algorithm: str, seq: int, values: Sequence[Any], moments: Container[int]) -> str:
    """Return the hex hash of one entry at its place; ``moments`` are the indexes of its datetimes.

    Raises: Distorted.
    """
    plain = [_plain(value) if index not in moments else moment(value) for index, value in enumerate(values)]
    return ALGORITHMS[algorithm](b"\x00" + _encode([f"{algorithm}/1", seq, *plain]).encode()).hex()


def tree(algorithm: str, leaves: Sequence[str]) -> str:
    """Return the root of the Merkle tree over ``leaves`` (hex, at least one)."""
    digest = ALGORITHMS[algorithm]
    level = [bytes.fromhex(one) for one in leaves]
    while len(level) > 1:
        paired = [digest(b"\x01" + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + level[len(paired) * 2 :]
    return level[0].hex()


def root(
    algorithm: str,
    *,
    hall_id: UUID,
    number: int,
    first_seq: int,
    last_seq: int,
    sealed_at: datetime,
    previous_root: str,
    previous_signature: str,
    tree: str,
) -> str:
    """Return the hex root of a batch, chained to the batch before it and its signature."""
    header = [
        f"{algorithm}/1",
        hall_id.hex,
        number,
        first_seq,
        last_seq,
        moment(sealed_at),
        previous_root,
        previous_signature,
        tree,
    ]
    return ALGORITHMS[algorithm](b"\x02" + _encode(header).encode()).hex()
