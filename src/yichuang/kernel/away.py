"""Tell a database that is away for a moment from an accident: the same request may succeed in a second.

PostgreSQL that restarts, has no connection left or ends a transaction for another's sake; an SQLite file
whose writers do not move.  Nothing was half done; sent again with the same key, an act is done once.
"""

from __future__ import annotations

from django.db import Error, InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal

# SQLSTATE by its beginning: connection, rolled back for another's sake, no connection left, shutting down
PASSING = ("08", "40", "53300", "57P")
RETRY_AFTER = "2"  # seconds
_LOCKED = ("database is locked", "database table is locked")


class DatabaseAway(Refusal):
    """The database does not answer at this moment."""

    code = "database-away"
    status = 503
    sentence = _("The hall's records cannot be reached at this moment. Please try again in a few seconds.")


def away(error: BaseException | None) -> bool:
    """Say whether ``error`` tells that the database is away, and no more."""
    if isinstance(error, InterfaceError):
        return "closed" in str(error)
    if not isinstance(error, OperationalError):
        return isinstance(error, Error) and _state(error).startswith(PASSING)
    if (state := _state(error)) or _is_psycopg(error.__cause__):
        return not state or state.startswith(PASSING)
    return any(words in str(error) for words in _LOCKED)


def _state(error: BaseException) -> str:
    return getattr(error.__cause__, "sqlstate", None) or ""


def _is_psycopg(error: BaseException | None) -> bool:
    return type(error).__module__.startswith("psycopg")
