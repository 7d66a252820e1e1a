"""Refuse with a reason: every refusal is one sentence and, where there is one, the rule it keeps.

The sentence is fit for a clerk's screen and translated when it is shown.  A page shows it in place, a
JSON door answers problem+json (RFC 9457).  A room defines its own subclass beside the service that
raises it.
"""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise


class Refusal(Exception):
    """The act was not done, nothing was written, and this is why.

    ``code`` is stable and machine-readable, ``status`` the HTTP status of a door, ``sentence`` a lazy
    translated text with ``%(name)s`` placeholders filled from the keyword arguments, ``rule`` the id of
    the control it keeps (``QUE-01``) or empty.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[str | Promise]
    rule: ClassVar[str] = ""

    def __init__(self, **params: str | int) -> None:
        super().__init__(self.code)
        self.params = params

    def __str__(self) -> str:
        return str(self.sentence) % self.params if self.params else str(self.sentence)
