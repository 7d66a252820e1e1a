"""The command line: ``yichuang <command> …``; ``yichuang help`` lists what every part offers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

Command = Callable[[list[str]], int]

WORDS_FOR_HELP = {"help", "--help", "-h"}


def commands() -> dict[str, Command]:
    """Collect the commands of the installation itself and of every part that has a ``commands.py``.

    Raises ``ValueError`` when two parts claim one word.
    """
    from importlib import import_module
    from importlib.util import find_spec
    from pkgutil import iter_modules

    from django.conf import settings

    packages = ["yichuang.installation", *settings.ROOMS]
    for place in ("yichuang.kernel", "yichuang.screens"):
        parts = iter_modules(import_module(place).__path__, f"{place}.")
        packages += [part.name for part in parts if part.ispkg and part.name not in packages]
    found: dict[str, Command] = {}
    for package in packages:
        name = f"{package}.commands"
        if find_spec(name) is None:
            continue
        for word, command in import_module(name).COMMANDS.items():
            if word in found:
                raise ValueError(f"two parts offer the command {word}")
            found[word] = command
    return found


def language() -> str:
    """Return the language this shell asks for: Chinese or English."""
    asked = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh-hans" if asked.startswith("zh") else "en"


def tell(known: dict[str, Command]) -> int:
    """Print every command with the first line of what it says of itself."""
    from django.utils.translation import gettext, override

    out = ["yichuang <command> …"]
    for tongue in ("en", "zh-hans"):
        with override(tongue):
            out.append(gettext("Yichuang: one system that makes a service hall's rulebook run."))
    out.append("")
    for word, command in sorted(known.items()):
        said = (command.__doc__ or "").strip().splitlines()
        out.append(f"  {word:<10} {said[0] if said else ''}")
    sys.stdout.write("\n".join(out) + "\n")
    return 0


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code; a refused act is one sentence and 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.settings")
    words = sys.argv[1:] if argv is None else argv
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import translation

    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as problem:
        sys.stderr.write(f"The settings cannot be read: {problem}\n")
        return 2
    from yichuang.kernel.errors import Refusal

    known = commands()
    if not words or words[0] in WORDS_FOR_HELP:
        return tell(known)
    command = known.get(words[0])
    if command is None:
        sys.stderr.write(f"There is no command {words[0]}; `yichuang help` lists them.\n")
        return 2
    with translation.override(language()):
        try:
            return command(words[1:])
        except Refusal as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 1


def program() -> None:
    """Run as a program: a pressed Ctrl-C and a closed pipe are no accidents."""
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(141)


if __name__ == "__main__":
    program()
