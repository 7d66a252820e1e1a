"""Seal and open one value: AES-256-GCM, a fresh data key each, wrapped by the master, bound to its row."""

from __future__ import annotations

import hashlib
import hmac
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from yichuang.kernel.keys import secret
from yichuang.kernel.vault import keyring
from yichuang.kernel.vault.errors import Tampered
from yichuang.kernel.vault.rules import normalised
from yichuang.kernel.vault.types import TEXTS, Kind

NONCE = 12


def bound_to(hall_id: UUID, entry_id: UUID, kind: Kind, purpose: str) -> bytes:
    """Return what a sealed value is bound to: moved to another row it does not open."""
    return "\n".join(("yichuang vault 1", hall_id.hex, entry_id.hex, kind.value, purpose)).encode()


def seal(value: str, bound: bytes) -> tuple[bytes, str, bytes]:
    """Encrypt ``value``; return the sealed bytes, the master's name and the wrapped data key."""
    data_key = os.urandom(32)
    name, key = keyring.current()
    return _locked(data_key, value.encode(), bound), name, _locked(key, data_key, bound)


def unseal(sealed: bytes, master: str, wrapped: bytes, bound: bytes) -> str:
    """Decrypt a value.  Raises: Tampered, VaultKeyMissing."""
    return _opened(_opened(keyring.master(master), wrapped, bound), sealed, bound).decode()


def rewrap(master: str, wrapped: bytes, bound: bytes) -> tuple[str, bytes]:
    """Wrap a data key anew by the current master; the value itself is not touched."""
    name, key = keyring.current()
    return name, _locked(key, _opened(keyring.master(master), wrapped, bound), bound)


def blind_index(hall_id: UUID, kind: Kind, value: str) -> str:
    """Return the keyed hash under which a value of a hall is found (hex); free text has none."""
    if kind in TEXTS:
        return ""
    told = "\n".join((hall_id.hex, kind.value, normalised(kind, value)))
    return hmac.new(secret("vault-index"), told.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _locked(key: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def _opened(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(bytes(sealed[:NONCE]), bytes(sealed[NONCE:]), bound)
    except (InvalidTag, ValueError):
        raise Tampered from None
