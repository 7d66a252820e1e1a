"""How values stand in a cell, in the language of the screen; what is read back may be in either."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override, pgettext_lazy

from yichuang.catalogue.labels import FORMS, SILENCE, STAGES
from yichuang.catalogue.sentences import UNITS
from yichuang.catalogue.types import Bracket, Condition, Limit
from yichuang.deadlines.sentences import GROUNDS
from yichuang.deadlines.types import Budget, Rollover, StartRule

YES: dict[str, Promise] = {"true": pgettext_lazy("answer", "yes"), "false": pgettext_lazy("answer", "no")}
ROLLS = pgettext_lazy("limit", "moves on from a rest day")
STARTS = pgettext_lazy("limit", "the first day counts")
UNKNOWN = "–"
SEPARATOR = "\uff1b"
_LABELS: dict[str, Mapping[Any, Promise | str]] = {
    "stage": STAGES,
    "forms": FORMS,
    "silence": SILENCE,
    "ground": GROUNDS,
    "yes": YES,
}


def both(text: Promise | str) -> set[str]:
    """Return a text in every language of the screens."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.add(str(text))
    return found


@cache
def _known(kind: str) -> dict[str, str]:
    """Return which value each word of a kind stands for, in every language and as itself."""
    known: dict[str, str] = {}
    for value, label in _LABELS[kind].items():
        known |= {word.casefold(): str(value) for word in (*both(label), str(value))}
    return known


def label(kind: str, value: Any) -> str:
    """Return the word of a value on the screen."""
    return str(_LABELS[kind][value])


def value(kind: str, word: str) -> str:
    """Return the value a word stands for, the word itself when it stands for none."""
    return _known(kind).get(word.strip().casefold(), word)


def truth(flag: bool) -> str:
    """Return yes or no."""
    return str(YES["true" if flag else "false"])


def listed(texts: Iterable[str]) -> str:
    """Return texts as one cell: a line each where one of them holds the separator."""
    held = list(texts)
    return ("\n" if any(SEPARATOR in one for one in held) else SEPARATOR).join(held)


def unlisted(cell: str) -> list[str]:
    """Return the texts of a cell."""
    parts = cell.split("\n") if "\n" in cell else re.split("[;\uff1b]", cell)
    return [one.strip() for one in parts if one.strip()]


def limit(one: Limit | Budget) -> str:
    """Return a limit as a cell: 5 working days; a unit without a value keeps its place."""
    if one.unit is None:
        return ""
    text = str(UNITS[one.unit])
    if "%(value)s" in text:
        text = text % {"value": UNKNOWN if one.value is None else one.value}
    marks = []
    if one.start_rule is StartRule.SAME_DAY:
        marks.append(str(STARTS))
    if one.rollover is Rollover.NEXT_WORKING_DAY:
        marks.append(str(ROLLS))
    return SEPARATOR.join([text, *marks])


@cache
def _units() -> list[tuple[re.Pattern[str], str]]:
    found = []
    for unit, words in UNITS.items():
        for text in [*sorted(both(words)), f"%(value)s {unit}"]:
            pattern = re.escape(text).replace(re.escape("%(value)s"), rf"(\d+|{UNKNOWN})")
            found.append((re.compile(pattern.replace(r"\ ", r"\s*"), re.IGNORECASE), str(unit)))
    return found


def unlimit(cell: str) -> dict[str, Any]:
    """Return the fields of a limit from a cell; what cannot be read stands as its unit, to be named."""
    text, *marks = unlisted(cell)
    found: dict[str, Any] = {}
    for pattern, unit in _units():
        if match := pattern.fullmatch(text):
            said = match.group(1) if match.groups() else "0"
            found = {"value": None if said == UNKNOWN else int(said), "unit": unit}
            break
    else:
        found = {"value": None, "unit": text}
    for mark in marks:
        if mark in both(ROLLS):
            found["rollover"] = str(Rollover.NEXT_WORKING_DAY)
        elif mark in both(STARTS):
            found["start_rule"] = str(StartRule.SAME_DAY)
        else:
            found["rollover"] = mark
    return found


def condition(one: Condition | None) -> str:
    """Return when something applies: worked=yes."""
    return f"{one.question}={truth(one.answer)}" if one else ""


def uncondition(cell: str) -> dict[str, Any]:
    """Return the fields of a condition from a cell."""
    question, _sign, answer = cell.partition("=")
    said = value("yes", answer)
    return {"question": question.strip(), "is": {"true": True, "false": False}.get(said, said)}


def brackets(rows: Iterable[Bracket]) -> str:
    """Return the brackets of a graded tariff: 10000:2.5 and so on."""
    return SEPARATOR.join(f"{one.above.normalize():f}:{one.percent.normalize():f}" for one in rows)


def unbrackets(cell: str) -> list[dict[str, Any]]:
    """Return the rows of a graded tariff from a cell."""
    pairs = [one.replace("\uff1a", ":").partition(":") for one in unlisted(cell)]
    return [{"above": above.strip(), "percent": percent.strip() or None} for above, _sign, percent in pairs]
