"""What this installation is: a demo or a real hall.  Said once, at set-up."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal

Kind = Literal["demo", "real"]


class AlreadySetUp(Refusal):
    """A demo does not become a real hall, nor the other way round."""

    code = "already-set-up"
    sentence = _("This database is already set up as another kind of hall. Use an empty one.")


def kind() -> str:
    """Return ``demo``, ``real``, or an empty word before set-up."""
    from yichuang.kernel.models import Installation

    try:
        return Installation.objects.values_list("kind", flat=True).filter(pk=1).first() or ""
    except DatabaseError:
        return ""


def set_up(kind: Kind, at: datetime) -> None:
    """Say what this installation is; saying the same again changes nothing.

    Raises: AlreadySetUp.
    """
    from yichuang.kernel.models import Installation

    with transaction.atomic():
        row, _made = Installation.objects.get_or_create(pk=1, defaults={"kind": kind, "set_up_at": at})
        if row.kind != kind:
            raise AlreadySetUp
