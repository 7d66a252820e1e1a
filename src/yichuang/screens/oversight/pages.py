"""What the pages of the rulebook show: lists and rows with their words already in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from yichuang.regulations import selectors, words
from yichuang.regulations.types import Clause, ControlCard, ControlClass, Mechanism, Status, Tally
from yichuang.screens.oversight import drawing, proofs
from yichuang.screens.oversight.drawing import Segment, Spark

STATUS_TONES = {Status.PROVEN: "ok", Status.CLAIMED: "warn", Status.NOT_YET: "mute"}


@dataclass(frozen=True, slots=True)
class MechanismLine:
    """A mechanism in the list: its name, how much of it is proven, and its bar."""

    code: str
    name: str
    tally: Tally
    bar: tuple[Segment, ...]
    here: bool


@dataclass(frozen=True, slots=True)
class ClassTile:
    """One class of controls: what it means and how far it is."""

    cls: ControlClass
    tone: str
    name: str | Promise
    meaning: str | Promise
    tally: Tally
    bar: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a control is kept, as a coloured word."""

    tone: str
    name: str | Promise


@dataclass(frozen=True, slots=True)
class TestLine:
    """A proving test: its name is a sentence, ``file`` says where it stands."""

    sentence: str
    file: str


def test_line(test: str) -> TestLine:
    """Return ``tests/queueing/test_call.py::test_who_came_first_…`` as a sentence and its file."""
    file, _, name = test.partition("::")
    sentence = name.rpartition("::")[2].removeprefix("test_").replace("_", " ")
    return TestLine(sentence[:1].upper() + sentence[1:], file)


@dataclass(frozen=True, slots=True)
class ControlRow:
    """A control as a row: what it asks, how far it is, who keeps it, which tests and days show it."""

    id: str
    mechanism: str
    asks: str
    check: str
    binds: tuple[str | Promise, ...]
    derived: bool
    kinds: tuple[Kind, ...]
    status: Status
    status_name: str | Promise
    status_tone: str
    by: tuple[str, ...]
    keeps: tuple[TestLine, ...]
    refuses: tuple[TestLine, ...]
    clauses: tuple[Clause, ...]
    spark: Spark | None

    @property
    def tests(self) -> int:
        return len(self.keeps) + len(self.refuses)


def lines(here: str = "") -> list[MechanismLine]:
    """Return the list of all mechanisms; ``here`` is the one being read."""
    found = []
    for one in selectors.mechanisms():
        cards = selectors.control_cards(one.code)
        name = selectors.told(one.name)
        found.append(
            MechanismLine(one.code, name, selectors.tally(cards), drawing.bar(cards), one.code == here)
        )
    return found


def tiles(cards: Sequence[ControlCard]) -> list[ClassTile]:
    """Return the six classes with their figures."""
    found = []
    for cls in ControlClass:
        some = [card for card in cards if card.control.cls is cls]
        tone, name, meaning = drawing.TONES[cls], words.CLASSES[cls], words.CLASS_MEANINGS[cls]
        found.append(ClassTile(cls, tone, name, meaning, selectors.tally(some), drawing.bar(some)))
    return found


def row(card: ControlCard, counts: proofs.DailyCounts | None) -> ControlRow:
    """Return one control as a row; ``counts`` are the hall's last thirty days, None without a hall."""
    control = card.control
    shown, kept = None, card.status is not Status.NOT_YET
    if counts is not None and card.events:
        shown = drawing.spark(proofs.together(counts, card.events))
    return ControlRow(
        id=control.id,
        mechanism=control.mechanism,
        asks=selectors.told(control.asks),
        check=selectors.told(control.check),
        binds=tuple(words.ACTORS[one] for one in control.binds),
        derived=control.derived,
        kinds=tuple(Kind(drawing.TONES[cls], words.CLASSES[cls]) for cls in control.classes),
        status=card.status,
        status_name=words.STATUSES[card.status],
        status_tone=STATUS_TONES[card.status],
        by=card.by,
        keeps=tuple(map(test_line, card.proofs.keeps)) if kept else (),
        refuses=tuple(map(test_line, card.proofs.refuses)) if kept else (),
        clauses=control.clauses,
        spark=shown,
    )


def rows(cards: Iterable[ControlCard], counts: proofs.DailyCounts | None) -> list[ControlRow]:
    """Return controls as rows."""
    return [row(card, counts) for card in cards]


@dataclass(frozen=True, slots=True)
class Filter:
    """What the reader asked to see: a status, a class, words."""

    status: Status | None = None
    cls: ControlClass | None = None
    text: str = ""

    @property
    def asked(self) -> bool:
        return bool(self.status or self.cls or self.text)

    def lets(self, card: ControlCard) -> bool:
        """Say whether a control is to be shown."""
        if self.status and card.status is not self.status:
            return False
        if self.cls and self.cls not in card.control.classes:
            return False
        return not self.text or self._says(card)

    def _says(self, card: ControlCard) -> bool:
        control = card.control
        wanted = self.text.casefold()
        said = (control.id, control.asks.zh, control.asks.en, *(clause.code for clause in control.clauses))
        return any(wanted in one.casefold() for one in said)


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a filter, as a link shows it."""

    value: str
    name: str | Promise
    chosen: bool


def choices(asked: Filter) -> dict[str, list[Choice]]:
    """Return the choices of the two filters."""
    return {
        "statuses": [Choice(str(one), words.STATUSES[one], one is asked.status) for one in Status],
        "classes": [Choice(str(one), words.CLASSES[one], one is asked.cls) for one in ControlClass],
    }


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one mechanism among the found ones."""

    mechanism: Mechanism
    name: str
    rows: list[ControlRow]


def groups(found: Iterable[ControlCard], counts: proofs.DailyCounts | None) -> list[Group]:
    """Return found controls under their mechanisms."""
    by_code: dict[str, list[ControlRow]] = {}
    for card in found:
        by_code.setdefault(card.control.mechanism, []).append(row(card, counts))
    return [
        Group(one, selectors.told(one.name), by_code[one.code])
        for one in selectors.mechanisms()
        if one.code in by_code
    ]
