"""What somebody needs at the window, said by themselves or by who helps them."""

from __future__ import annotations

from enum import StrEnum


class Need(StrEnum):
    """A kind of help; told to who serves and to nobody else."""

    SIGN_LANGUAGE = "sign_language"
    HEARING = "hearing"
    SIGHT = "sight"
    WHEELCHAIR = "wheelchair"
    INTERPRETER = "interpreter"
    FORMS = "forms"
