"""What a newer version would lay on a matter that is under way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class BurdenKind(StrEnum):
    """In which way a newer version is harder for an applicant than the one they handed in under."""

    MATERIAL_ADDED = "material_added"
    MATERIAL_HARDER = "material_harder"
    QUESTION_OPEN = "question_open"
    FEE_DEARER = "fee_dearer"
    HALL_SLOWER = "hall_slower"
    APPLICANT_SHORTER = "applicant_shorter"
    EXTENDED_MORE = "extended_more"
    PAUSE_ADDED = "pause_added"
    TERM_CHANGED = "term_changed"
    OTHER_DEPARTMENT = "other_department"


@dataclass(frozen=True, slots=True)
class Burden:
    """One thing that is harder; ``name``: of the material, question, fee, link or department as worded there.

    Of a limit it is the field's name (``statutory_limit``), of a term the flag's (``instant``).
    """

    kind: BurdenKind
    name: str = ""
