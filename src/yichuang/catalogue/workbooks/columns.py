"""Which sheets and columns a workbook of the catalogue has: field of the file, heading, kind of value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.catalogue.labels import FLAGS, LIMITS
from yichuang.catalogue.regimes import CLOCKS


class Kind(StrEnum):
    """How a cell's text and a value of the file stand for each other."""

    TEXT = "text"
    NUMBER = "number"
    YES = "yes"
    LIST = "list"
    LIMIT = "limit"
    STAGE = "stage"
    FORMS = "forms"
    SILENCE = "silence"
    GROUND = "ground"
    CONDITION = "condition"
    BRACKETS = "brackets"


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``field`` is the path in an item of a catalogue file, ``heading`` what the office reads."""

    field: str
    heading: str | Promise
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Part:
    """One sheet; ``field`` is the list of an item its rows belong to, empty for the items themselves."""

    field: str
    name: str | Promise
    columns: tuple[Column, ...]


ITEM = Column("id", pgettext_lazy("column", "Code of the item"))

ITEMS = Part(
    "",
    pgettext_lazy("sheet", "Items"),
    (
        ITEM,
        Column("hall", pgettext_lazy("column", "Kind of hall")),
        Column("name", pgettext_lazy("column", "Name")),
        Column("name_en", pgettext_lazy("column", "English name")),
        Column("department", pgettext_lazy("column", "Department")),
        Column("category", pgettext_lazy("column", "Category")),
        Column("applicant", pgettext_lazy("column", "Applicant")),
        Column("case_type", pgettext_lazy("column", "Kind of case")),
        Column("legal_basis", pgettext_lazy("column", "Basis in law"), Kind.LIST),
        Column("statutory_limit", LIMITS["statutory_limit"], Kind.LIMIT),
        Column("statutory_limit.citation", pgettext_lazy("column", "Statutory limit: where it stands")),
        Column("promised_limit", LIMITS["promised_limit"], Kind.LIMIT),
        Column("fee.charged", pgettext_lazy("column", "Fee charged"), Kind.YES),
        Column("fee.note", pgettext_lazy("column", "Note on the fee")),
        Column("result", pgettext_lazy("column", "Result")),
        Column("window_type", pgettext_lazy("column", "Kind of window")),
        Column("avg_minutes", pgettext_lazy("column", "Minutes at the window"), Kind.NUMBER),
        Column("ticket_prefix", pgettext_lazy("column", "Prefix of tickets")),
        Column("channels", pgettext_lazy("column", "Channels"), Kind.LIST),
        Column("appointment", pgettext_lazy("column", "By appointment"), Kind.YES),
        *(Column(f"flags.{name}", label, Kind.YES) for name, label in FLAGS.items()),
        *(Column(f"clocks.{name}", LIMITS[name], Kind.LIMIT) for name in CLOCKS),
        Column("clocks.notice_limit.citation", pgettext_lazy("column", "To say what is missing: source")),
        Column("clocks.supplement_limit.citation", pgettext_lazy("column", "For the applicant: source")),
        Column("clocks.tolerance_limit.citation", pgettext_lazy("column", "Deferred materials: source")),
        Column("clocks.delivery_limit.citation", pgettext_lazy("column", "To hand over: source")),
        Column("clocks.joint_opinion_limit.citation", pgettext_lazy("column", "Joint review: source")),
        Column("extension.times", pgettext_lazy("column", "Extensions"), Kind.NUMBER),
        Column("extension", pgettext_lazy("column", "Extension at most"), Kind.LIMIT),
        Column("extension.approver", pgettext_lazy("column", "Extension approved by")),
        Column("extension.citation", pgettext_lazy("column", "Extension: source")),
        Column("joint.departments", pgettext_lazy("column", "Departments asked"), Kind.LIST),
        Column("joint.default_on_silence", pgettext_lazy("column", "Silence of a department"), Kind.SILENCE),
        Column("stage_template", pgettext_lazy("column", "Template of stages")),
        Column("retention_years", pgettext_lazy("column", "Years kept"), Kind.NUMBER),
        Column("reviewed_on", pgettext_lazy("column", "Reviewed on")),
        Column("notes", pgettext_lazy("column", "Notes")),
        Column("verified", pgettext_lazy("column", "Fields compared with the law"), Kind.LIST),
        Column("illustrative", pgettext_lazy("column", "Fields that are only examples"), Kind.LIST),
    ),
)
QUESTIONS = Part(
    "questions",
    pgettext_lazy("sheet", "Questions"),
    (
        ITEM,
        Column("code", pgettext_lazy("column", "Question")),
        Column("text", pgettext_lazy("column", "Text")),
        Column("text_en", pgettext_lazy("column", "English text")),
    ),
)
MATERIALS = Part(
    "materials",
    pgettext_lazy("sheet", "Materials"),
    (
        ITEM,
        Column("name", pgettext_lazy("column", "Name")),
        Column("form", pgettext_lazy("column", "Form")),
        Column("required", pgettext_lazy("column", "Required"), Kind.YES),
        Column("condition", pgettext_lazy("column", "Only if"), Kind.CONDITION),
        Column("shareable", pgettext_lazy("column", "Shared data do"), Kind.YES),
        Column("deferrable", pgettext_lazy("column", "May follow"), Kind.YES),
        Column("has_sample", pgettext_lazy("column", "Has a sample"), Kind.YES),
        Column("accepted_forms", pgettext_lazy("column", "Accepted as"), Kind.FORMS),
        Column("check", pgettext_lazy("column", "What is looked at")),
        Column("validity_months", pgettext_lazy("column", "Months it is valid"), Kind.NUMBER),
        Column("basis", pgettext_lazy("column", "Basis of the proof")),
    ),
)
STEPS = Part(
    "steps",
    pgettext_lazy("sheet", "Steps"),
    (
        ITEM,
        Column("name", pgettext_lazy("column", "Name")),
        Column("stage", pgettext_lazy("column", "Stage"), Kind.STAGE),
        Column("role", pgettext_lazy("column", "Whose task")),
        Column("limit", pgettext_lazy("column", "Limit"), Kind.LIMIT),
    ),
)
LINKS = Part(
    "special_links",
    pgettext_lazy("sheet", "Special links"),
    (
        ITEM,
        Column("name", pgettext_lazy("column", "Name")),
        Column("limit", pgettext_lazy("column", "Limit"), Kind.LIMIT),
        Column("counted_in_statutory", pgettext_lazy("column", "Counts within the limit"), Kind.YES),
        Column("ground", pgettext_lazy("column", "Ground of the pause"), Kind.GROUND),
        Column("basis", pgettext_lazy("column", "Basis in law")),
    ),
)
FEES = Part(
    "fee.lines",
    pgettext_lazy("sheet", "Tariff"),
    (
        ITEM,
        Column("code", pgettext_lazy("column", "Fee")),
        Column("name", pgettext_lazy("column", "Name")),
        Column("amount_yuan", pgettext_lazy("column", "Yuan")),
        Column("base_yuan", pgettext_lazy("column", "Base in yuan")),
        Column("brackets", pgettext_lazy("column", "Brackets"), Kind.BRACKETS),
        Column("most_yuan", pgettext_lazy("column", "At most, in yuan")),
        Column("divisor", pgettext_lazy("column", "One part in"), Kind.NUMBER),
        Column("optional", pgettext_lazy("column", "Only with consent"), Kind.YES),
        Column("condition", pgettext_lazy("column", "Only if"), Kind.CONDITION),
        Column("basis", pgettext_lazy("column", "Basis of the fee")),
    ),
)
PARTS = (ITEMS, QUESTIONS, MATERIALS, STEPS, LINKS, FEES)


def names() -> dict[str, str]:
    """Return what the office calls the fields of a catalogue file, in the language of the screen."""
    found = {one.field.split(".")[-1]: str(one.heading) for part in PARTS for one in part.columns}
    found |= {one.field: str(one.heading) for one in ITEMS.columns}
    found |= {part.field: str(part.name) for part in PARTS[1:]}
    return found | {
        "fees": str(FEES.name),
        "flags": str(_("What holds for it")),
        "clocks": str(_("Other limits")),
        "joint": str(_("Joint review")),
        "extension": str(_("Extension of the limit")),
    }
