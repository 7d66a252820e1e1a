"""``yichuang`` on a machine whose clock somebody sets: ``YICHUANG_WRONG_BY`` says by how much it is wrong.

The variable names a file with the seconds by which the door's clock is wrong, read at every look.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime as right
from datetime import timedelta, tzinfo
from pathlib import Path
from typing import Any


class Wrong(right):
    """The moment by a wrong clock; whatever it gives is an ordinary moment."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return right.now(tz) + timedelta(seconds=float(Path(os.environ["YICHUANG_WRONG_BY"]).read_text()))


if __name__ == "__main__":
    from yichuang.kernel import clock

    clock.datetime = Wrong  # type: ignore[misc]
    from yichuang.__main__ import main

    sys.exit(main(sys.argv[1:]))
