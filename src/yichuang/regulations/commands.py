"""``yichuang clauses``: what is asked, what is claimed, what is proven; the same registry as the screen."""

from __future__ import annotations

import argparse
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yichuang.kernel.claims.scan import constants_used, proving_tests
from yichuang.regulations import register as data
from yichuang.regulations import selectors, words
from yichuang.regulations.selectors import UnknownRule
from yichuang.regulations.types import ControlCard, ControlClass, Tally

PROOFS = Path(__file__).parent / "data" / "proofs.json"
PACKAGE = Path(__file__).parent.parent
# what shows or plays a value does not go by it
_NOT_USERS = ("regulations.", "screens.", "demo.")


def clauses(argv: list[str]) -> int:
    """Print, per mechanism and class, how many controls are asked, claimed and proven."""
    parser = argparse.ArgumentParser(prog="yichuang clauses", description=clauses.__doc__)
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--mechanism", metavar="CODE", help="only this mechanism, control by control")
    parser.add_argument("--lang", choices=["zh", "en"], help="language of the table: LANG, else Chinese")
    parser.add_argument("--scan", metavar="FOLDER", type=Path, help="read the tests, store what they prove")
    args = parser.parse_args(argv)
    if args.scan:
        return _scan(args.scan)
    if args.json:
        _say(json.dumps(as_json(), ensure_ascii=False, indent=1))
        return 0
    english = args.lang == "en" or (args.lang is None and os.environ.get("LANG", "").startswith("en"))
    with translation.override("en" if english else settings.LANGUAGE_CODE):
        try:
            if args.mechanism:
                _print_mechanism(args.mechanism.upper())
            else:
                _print_table()
        except UnknownRule as refusal:
            sys.stderr.write(f"{refusal}\n")
            return 2
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {"clauses": clauses}


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


# --- the scan -------------------------------------------------------------------------------------------


def scanned(tests: Path) -> str:
    """Return the text of ``proofs.json`` for the suite in ``tests``."""
    controls: dict[str, dict[str, list[str]]] = {}
    for test in proving_tests(tests):
        for proof in test.proofs:
            side = "refuses" if proof.refuses else "keeps"
            controls.setdefault(proof.control, {}).setdefault(side, []).append(test.test)
    used = constants_used(PACKAGE, frozenset(data.parameters()))
    found = {
        "controls": {
            control: {side: sorted(set(tests)) for side, tests in sorted(sides.items())}
            for control, sides in sorted(controls.items())
        },
        "parameters": {
            key: [module for module in modules if not module.startswith("regulations.")]
            for key, modules in used.items()
        },
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _scan(tests: Path) -> int:
    if not tests.is_dir():
        sys.stderr.write(_("There is no folder %(folder)s.\n") % {"folder": tests})
        return 2
    PROOFS.write_text(scanned(tests), encoding="utf-8")
    data.proofs.cache_clear()
    _say(f"{PROOFS}")
    return 0


# --- JSON -----------------------------------------------------------------------------------------------


def _counts(tally: Tally) -> dict[str, int]:
    return {"controls": tally.controls, "claimed": tally.claimed, "proven": tally.proven}


def _by_class(cards: Iterable[ControlCard]) -> dict[str, dict[str, int]]:
    cards = list(cards)
    present = {cls: [card for card in cards if card.control.cls is cls] for cls in ControlClass}
    return {str(cls): _counts(selectors.tally(some)) for cls, some in present.items() if some}


def _control(card: ControlCard) -> dict[str, Any]:
    return {
        "id": card.control.id,
        "class": str(card.control.cls),
        "also": [str(one) for one in card.control.also],
        "zh": card.control.asks.zh,
        "en": card.control.asks.en,
        "clauses": [clause.code for clause in card.control.clauses],
        "status": str(card.status),
        "by": list(card.by),
        "events": list(card.events),
        "tests": {"keeps": list(card.proofs.keeps), "refuses": list(card.proofs.refuses)},
    }


def as_json() -> dict[str, Any]:
    """Return everything ``yichuang clauses --json`` prints."""
    every = selectors.control_cards()
    return {
        "totals": _counts(selectors.tally(every)),
        "classes": _by_class(every),
        "mechanisms": [
            {
                "code": one.code,
                "zh": one.name.zh,
                "en": one.name.en,
                "room": one.room,
                **_counts(selectors.tally(cards)),
                "classes": _by_class(cards),
                "detail": [_control(card) for card in cards],
            }
            for one in selectors.mechanisms()
            for cards in [selectors.control_cards(one.code)]
        ],
    }


# --- the table ------------------------------------------------------------------------------------------


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def _fill(text: str, width: int) -> str:
    while _width(text) > width:
        text = text[:-1]
    return text + " " * (width - _width(text))


def _right(text: str, width: int) -> str:
    text = _fill(text, min(width, _width(text)))
    return " " * (width - _width(text)) + text


def _print_table() -> None:
    heads = [*(str(words.CLASSES[cls]) for cls in ControlClass), _("All")]
    _say(" ".join([_fill("", 6), _fill(_("Mechanism"), 42), *(_right(one, 11) for one in heads)]))
    for one in selectors.mechanisms():
        _say(_line(one.code, selectors.told(one.name), selectors.control_cards(one.code)))
    _say(_line("", _("all 61 mechanisms"), selectors.control_cards()))
    _say(_("A number stands for: asked · claimed · proven. A dot is none."))


def _line(code: str, name: str, cards: Iterable[ControlCard]) -> str:
    cards = list(cards)
    cells = [_fill(code, 6), _fill(name, 42)]
    for cls in ControlClass:
        tally = selectors.tally(card for card in cards if card.control.cls is cls)
        cells.append(_right(_cell(tally), 11))
    cells.append(_right(_cell(selectors.tally(cards)), 11))
    return " ".join(cells)


def _cell(tally: Tally) -> str:
    return f"{tally.controls}·{tally.claimed}·{tally.proven}" if tally.controls else "."


def _print_mechanism(code: str) -> None:
    for card in selectors.control_cards(selectors.mechanism(code).code):
        kinds = " + ".join(str(words.CLASSES[cls]) for cls in card.control.classes)
        _say(f"{card.control.id:<9}{kinds} · {words.STATUSES[card.status]}")
        _say(f"         {selectors.told(card.control.asks)}")
        for by in card.by:
            _say(f"         ← {by}")
        for test in (*card.proofs.keeps, *card.proofs.refuses):
            _say(f"         ✓ {test}")
