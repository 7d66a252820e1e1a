"""``yichuang voice``: let an engine for speech on this machine say every clip the boards need."""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from yichuang.queueing import selectors as queueing
from yichuang.queueing.types import Tongue
from yichuang.screens.lobby.voice import KINDS

LONGEST = 60  # seconds for one word
ENGINE = "espeak-ng -v {voice} -w {file} {text}"
VOICES = {Tongue.ZH: "cmn", Tongue.EN: "en"}


def voice(argv: list[str]) -> int:
    """Let a speech engine say the clips of the boards that are not recorded yet."""
    parser = argparse.ArgumentParser(prog="yichuang voice", description=voice.__doc__)
    parser.add_argument(
        "--engine", default=ENGINE, metavar="COMMAND", help="{file}, {text}, {voice} stand in it; %(default)s"
    )
    parser.add_argument(
        "--language", action="append", choices=[one.value for one in Tongue], help="all without it"
    )
    parser.add_argument("--voice", metavar="NAME", help="the engine's own name of a voice")
    parser.add_argument("--anew", action="store_true", help="also clips that are there; the old ones go")
    args = parser.parse_args(argv)
    said = 0
    for tongue in [Tongue(one) for one in args.language or list(Tongue)]:
        folder = settings.HOME / "voice" / tongue
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in sorted(queueing.clip_texts(tongue).items()):
            there = [folder / f"{name}{kind}" for kind in KINDS if (folder / f"{name}{kind}").exists()]
            if there and not args.anew:
                continue
            words = {"text": text, "voice": args.voice or VOICES[tongue]}
            failed = _say(args.engine, words, folder / f"{name}.wav")
            if failed:
                sys.stderr.write(_("“%(text)s” was not said: %(why)s") % {"text": text, "why": failed} + "\n")
                return 1
            for old in there:
                if old.suffix != ".wav":
                    old.unlink()
            said += 1
    sys.stdout.write(_("%(count)s clips said; they are heard at the next call.") % {"count": said} + "\n")
    return 0


def _say(engine: str, words: dict[str, str], target: Path) -> str:
    """Let the engine write one clip, whole or not at all; return why it failed, or nothing."""
    draft = target.with_name(f"{target.stem}.draft.wav")  # an engine may go by the ending
    try:
        command = [one.format(file=draft, **words) for one in shlex.split(engine)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    except (OSError, subprocess.TimeoutExpired, KeyError, ValueError) as problem:
        draft.unlink(missing_ok=True)
        return str(problem)
    if done.returncode or not draft.exists() or not draft.stat().st_size:
        draft.unlink(missing_ok=True)
        return done.stderr.strip().splitlines()[-1] if done.stderr.strip() else _("the engine wrote no file")
    draft.replace(target)
    return ""


COMMANDS: dict[str, Callable[[list[str]], int]] = {"voice": voice}
