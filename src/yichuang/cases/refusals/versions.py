"""Why open cases are not moved to another version."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class NotAVersionKeeper(Refusal):
    code = "not-a-version-keeper"
    status = 403
    sentence = _("Moving cases to a new version is proposed and decided by the office for the whole hall.")
    rule = "ACC-06"


class VersionNotInForce(Refusal):
    code = "version-not-in-force"
    sentence = _("This version is not the one in force today; cases only move to that one.")
    rule = "RUL-02"


class NobodyToMove(Refusal):
    code = "nobody-to-move"
    sentence = _(
        "No open case of this item waits on an earlier version. Accepted cases keep the version of their "
        "acceptance."
    )
    rule = "PUB-08"


class MoveOpen(Refusal):
    code = "version-move-open"
    sentence = _("A move of this item’s cases is already proposed; let it be decided first.")
    rule = "RUL-02"


class OwnMove(Refusal):
    code = "own-version-move"
    status = 403
    sentence = _("Who proposed a move does not decide it; ask somebody else of the office.")
    rule = "RUL-02"


class MoveGone(Refusal):
    code = "version-move-gone"
    status = 404
    sentence = _("There is no such proposal, or it is decided already.")
    rule = "RUL-02"
