"""Take in what somebody typed: kept as it stands, or refused with a sentence.

Markup, SQL and emoji are only characters here; templates and parameters make them harmless.  What no
page could show and no database would keep (control characters, halves of characters) is refused.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal

_LINES = frozenset("\n\t")
# they turn the reading direction around and can make a sentence say the opposite
_TURNERS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class TextMissing(Refusal):
    """A field that must be filled in was empty."""

    code = "text-missing"
    status = 422
    sentence = _("“%(field)s” must be filled in.")


class TextTooLong(Refusal):
    """A text is longer than its field."""

    code = "text-too-long"
    status = 422
    sentence = _("“%(field)s” has %(length)s characters; at most %(limit)s are possible.")


class TextUnreadable(Refusal):
    """A text contains characters that cannot be shown or stored."""

    code = "text-unreadable"
    status = 422
    sentence = _("“%(field)s” contains characters that cannot be shown.")


def fault(value: Any, *, limit: int, blank: bool = False, lines: bool = False) -> type[Refusal] | None:
    """Return what speaks against ``value``, or None; the one rule behind ``plain``."""
    if not isinstance(value, str):
        return TextUnreadable
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        return None if blank else TextMissing
    if len(text) > limit:
        return TextTooLong
    return TextUnreadable if any(_unreadable(one, lines) for one in text) else None


def _unreadable(one: str, lines: bool) -> bool:
    if lines and one in _LINES:
        return False
    return one in _TURNERS or unicodedata.category(one) in {"Cc", "Cs"}


def plain(value: Any, *, field: str | Promise, limit: int, blank: bool = False, lines: bool = False) -> str:
    """Return ``value`` without outer blanks, in composed form (NFC).

    ``field`` is the field's name on the form, ``limit`` counts characters, ``blank`` lets it be empty,
    ``lines`` lets it have several lines.

    Raises: TextMissing, TextTooLong, TextUnreadable.
    """
    wrong = fault(value, limit=limit, blank=blank, lines=lines)
    if wrong is TextTooLong:
        raise TextTooLong(field=str(field), length=len(value.strip()), limit=limit)
    if wrong is not None:
        raise wrong(field=str(field))
    return unicodedata.normalize("NFC", value).strip()
