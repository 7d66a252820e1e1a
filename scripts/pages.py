"""Write the pages that are made from the code: ``docs/events.md``, every event as its room tells it.

.venv/bin/python -m scripts.pages           write them
.venv/bin/python -m scripts.pages --check   1 when one is not current
"""

from __future__ import annotations

import os
import sys
from dataclasses import fields
from itertools import groupby
from typing import get_type_hints

from scripts.place import ROOT, say

HEAD = """# Events

What the journal can hold, by room: written from the code by `make docs`, so do not edit it here.
An event is named in the past tense and carries ids and plain values only; names, numbers and free text
lie in the vault. Every entry also says which hall, about what (*subject*), by whom, at which window and when.
"""


def kind(hint: object) -> str:
    """Return a field's type as a reader would write it."""
    return (
        str(getattr(hint, "__name__", hint) if isinstance(hint, type) else hint)
        .replace("uuid.", "")
        .replace("datetime.", "")
    )


def load_events() -> None:
    """Import the events of every part; a room declares them in ``events``."""
    from importlib import import_module
    from importlib.util import find_spec
    from pkgutil import walk_packages

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    django.setup()
    package = import_module("yichuang")
    for part in walk_packages(package.__path__, "yichuang."):
        name = f"{part.name}.events"
        if part.ispkg and "migrations" not in name and find_spec(name) is not None:
            import_module(name)


def events_page() -> str:
    """Return ``docs/events.md`` as it should read now."""
    load_events()
    from yichuang.kernel.journal.events import all_events

    known = {
        name: cls for name, cls in sorted(all_events().items()) if cls.__module__.startswith("yichuang.")
    }
    out = [HEAD]
    for room, names in groupby(known, key=lambda name: name.split(".")[0]):
        out.append(f"\n## {room}\n")
        for name in names:
            cls = known[name]
            told = " ".join((cls.__doc__ or "").split())
            hints = get_type_hints(cls)
            carried = ", ".join(f"`{field.name}` {kind(hints[field.name])}" for field in fields(cls))
            version = f" (version {cls.version})" if cls.version > 1 else ""
            out.append(f"### `{name}`{version}\n\n{told}\n\nCarries: {carried or 'nothing more'}.\n")
    return "\n".join(out)


PAGES = {"docs/events.md": events_page}


def main(words: list[str]) -> int:
    """Write every page, or tell which is not current."""
    stale = []
    for name, write in PAGES.items():
        path, text = ROOT / name, write()
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if "--check" in words:
            stale.append(name)
        else:
            path.write_text(text, encoding="utf-8")
            say(f"wrote {name}")
    if stale:
        say(f"not current (make docs): {', '.join(stale)}")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    sys.exit(main(sys.argv[1:]))
