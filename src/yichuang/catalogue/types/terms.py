"""What an item's version lays down for its cases: stages, flags, clocks, who is asked, what is charged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from yichuang.deadlines.types import Budget, Unit


class Stage(StrEnum):
    """The five stages a case walks (ACC-07); every template of stages is a part of them (X-20)."""

    FIRST_REVIEW = "first_review"
    ACCEPTANCE = "acceptance"
    HANDLING = "handling"
    APPROVAL = "approval"
    FEEDBACK = "feedback"


class AcceptedForm(StrEnum):
    """In which form a material is accepted."""

    ORIGINAL = "original"
    ORIGINAL_SEEN = "original_seen"
    COPY = "copy"
    FORM = "form"
    ELECTRONIC = "electronic"
    NOTHING = "nothing"


class Silence(StrEnum):
    """What holds when a department that was asked has not answered in time (JNT-03)."""

    AGREE = "agree"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """A yes-or-no question whose answer decides which materials apply."""

    code: str
    text: str
    text_en: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A material applies when the question of this code is answered so."""

    question: str
    answer: bool


@dataclass(frozen=True, slots=True)
class Flags:
    """Of an item.

    ``simple``: may be told orally (ONE-09) · ``needs_id``: identity is checked · ``instant`` (即办件): done
    at the window · ``at_level``: decided here, else only a first opinion is given (TIME-05) ·
    ``separate_duties``: who handles does not approve (ACC-08) · ``confidential``: not found by others ·
    ``uncertain_needs_query``: a doubtful refusal is asked upward first (ACC-05) · ``file_first``: filed when
    undecided in time · ``deemed_accepted``: silence over the notice limit is acceptance from receipt ·
    ``tolerance_allowed``: deferrable materials may follow by a dated promise.
    """

    simple: bool = False
    needs_id: bool = False
    instant: bool = False
    at_level: bool = True
    separate_duties: bool = False
    confidential: bool = False
    uncertain_needs_query: bool = False
    file_first: bool = False
    deemed_accepted: bool = False
    tolerance_allowed: bool = False


@dataclass(frozen=True, slots=True)
class Clocks:
    """The limits beside the statutory and the promised one.

    ``notice_limit``: to tell what is missing · ``supplement_limit``: the applicant's, to bring it ·
    ``tolerance_limit``: the applicant's, for a deferred material · ``delivery_limit``: to hand the result
    over · ``joint_opinion_limit``: of each department that is asked.
    """

    notice_limit: Budget
    supplement_limit: Budget
    tolerance_limit: Budget
    delivery_limit: Budget
    joint_opinion_limit: Budget


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """How often, by how much at most each time, and by whose approval the statutory limit is extended."""

    times: int = 0
    value: int = 0
    unit: Unit = Unit.WORKING_DAY
    approver: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class JointReview:
    """Which departments are asked before a decision, by name; none: the item is not joint."""

    departments: tuple[str, ...] = ()
    default_on_silence: Silence = Silence.NONE


@dataclass(frozen=True, slots=True)
class Terms:
    """What a version lays down for its cases beside materials, steps, limits and fees.

    ``stage_template``: whose stages the steps follow, empty where the version writes its own ·
    ``reviewed_on``: when the office last looked whether the item can be made simpler (JOB-13).
    """

    flags: Flags
    clocks: Clocks
    extension: ExtensionRule = ExtensionRule()
    joint: JointReview = JointReview()
    questions: tuple[QuestionCard, ...] = ()
    stage_template: str = ""
    retention_years: int = 10
    reviewed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Bracket:
    """A part of a graded tariff: of what lies above ``above`` yuan, ``percent`` per cent."""

    above: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of an item's tariff (FEE-01).

    ``amount`` in yuan is charged each time; None: graded, ``base`` and by ``brackets`` on the value in
    question, at most ``most``, and of that a part in ``divisor``.  ``optional``: only with consent (FEE-05).
    ``condition`` says when it is charged at all, None means always.
    """

    code: str
    name: str
    amount: Decimal | None
    basis: str
    optional: bool = False
    brackets: tuple[Bracket, ...] = ()
    base: Decimal = Decimal(0)
    most: Decimal | None = None
    divisor: int = 1
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class TemplateStep:
    """A step of a template: ``stage`` None lies before or after the case, such as a booking or a survey.

    ``share`` is its part of the promised limit in per cent; 0: done on the day it is reached.
    """

    name: str
    name_en: str
    stage: Stage | None
    role: str
    share: int = 0


@dataclass(frozen=True, slots=True)
class StageTemplate:
    """One way halls cut the handling of a matter into stages (X-20)."""

    code: str
    name: str
    name_en: str
    steps: tuple[TemplateStep, ...]
