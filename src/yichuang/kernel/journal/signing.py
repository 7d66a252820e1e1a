"""Sign roots with a key that is not in the database, and know the keys that signed before.

The private key is a secret of the installation.  Its public half lies beside it as
``journal-<key id>.pub`` and may be given away: with it anybody can check a chain.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from yichuang.kernel import keys

NAME = "journal-signing"
_PURPOSE = b"yichuang journal root\n"


def sign(root: str) -> tuple[str, str]:
    """Return the id of the present key and its signature (hex) under ``root``."""
    key_id, private = _present(str(settings.KEYS_DIR))
    return key_id, private.sign(_PURPOSE + root.encode()).hex()


def genuine(root: str, key_id: str, signature: str) -> bool:
    """Say whether ``signature`` was made under ``root`` with a key of this installation."""
    public = _public(str(settings.KEYS_DIR), key_id)
    if public is None:
        return False
    try:
        public.verify(bytes.fromhex(signature), _PURPOSE + root.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=8)
def _present(folder: str) -> tuple[str, Ed25519PrivateKey]:
    private = Ed25519PrivateKey.from_private_bytes(keys.secret(NAME))
    public = private.public_key().public_bytes_raw()
    key_id = hashlib.sha256(public).hexdigest()[:16]
    path = Path(folder) / f"journal-{key_id}.pub"
    if not path.exists():
        path.write_text(public.hex() + "\n", encoding="ascii")
    return key_id, private


@lru_cache(maxsize=64)
def _public(folder: str, key_id: str) -> Ed25519PublicKey | None:
    if _present(folder)[0] == key_id:
        return _present(folder)[1].public_key()
    if not key_id.isalnum():
        return None
    try:
        text = (Path(folder) / f"journal-{key_id}.pub").read_text(encoding="ascii")
        raw = bytes.fromhex(text.strip())
    except (OSError, ValueError):
        return None
    if hashlib.sha256(raw).hexdigest()[:16] != key_id:
        return None
    return Ed25519PublicKey.from_public_bytes(raw)
