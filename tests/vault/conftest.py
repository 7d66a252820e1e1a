"""Keys of its own for every test of the vault."""

from __future__ import annotations

import pytest

from yichuang.kernel.vault import keyring, selectors


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    """Give every test a keys folder of its own."""
    settings.KEYS_DIR = tmp_path / "keys"
    keyring.forget()
    selectors.forget_badges()
    yield
    keyring.forget()
    selectors.forget_badges()
