"""What this installation is: a real hall, or a demo whose accounts are printed on the screen."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class Kind(StrEnum):
    """A real hall, or a demo."""

    REAL = "real"
    DEMO = "demo"


class AlreadySetUp(Refusal):
    """A real hall cannot become a demo, nor a demo a real hall."""

    code = "already-set-up"
    sentence = _("This installation is already set up, and it does not change its kind.")


def kind() -> Kind | None:
    """Return what this installation is, or None while it is nothing yet."""
    from yichuang.kernel.models import Installation

    try:
        with transaction.atomic():
            row = Installation.objects.filter(pk=1).first()
    except DatabaseError:
        return None  # no table yet
    return None if row is None else Kind(row.kind)


def mark(as_kind: Kind, at: datetime) -> None:
    """Say once and for all what this installation is; saying the same again is harmless.

    Raises: AlreadySetUp.
    """
    from yichuang.kernel.models import Installation

    with transaction.atomic():
        row, made = Installation.objects.get_or_create(pk=1, defaults={"kind": as_kind, "set_up_at": at})
        if not made and row.kind != as_kind:
            raise AlreadySetUp
