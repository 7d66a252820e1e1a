"""What the database itself refuses: changing a version that was written."""

from __future__ import annotations

from typing import Any


def install_after_migrate(**_: Any) -> None:
    """Put the guard in place after every migration."""
