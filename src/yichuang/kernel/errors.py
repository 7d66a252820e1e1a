"""Refuse with a reason: every refusal is one sentence and, where there is one, the rule it keeps.

The sentence is fit for a clerk's screen and translated when it is shown.  A page shows it in place, a
JSON door answers problem+json (RFC 9457).  A room defines its own subclass beside the service that
raises it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

from django.utils.functional import Promise

if TYPE_CHECKING:
    from yichuang.kernel.journal.events import Event
    from yichuang.kernel.types import Actor


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a refusal wants told although nothing else of the act was written (``kernel.act``)."""

    event: Event
    subject: UUID
    by: Actor
    at: datetime
    matter: UUID | None = None


class Refusal(Exception):
    """The act was not done, nothing was written, and this is why.

    ``code`` is stable and machine-readable, ``status`` the HTTP status of a door, ``sentence`` a lazy
    translated text with ``%(name)s`` placeholders filled from the keyword arguments, ``rule`` the id of
    the control it keeps (``QUE-01``) or empty.  ``attempt`` is what the journal hears of it all the same,
    or a service of a room that tells it.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[str | Promise]
    rule: ClassVar[str] = ""
    attempt: Attempt | Callable[[], object] | None = None

    def __init__(self, **params: str | int) -> None:
        super().__init__(self.code)
        self.params = params

    def __str__(self) -> str:
        return str(self.sentence) % self.params if self.params else str(self.sentence)
