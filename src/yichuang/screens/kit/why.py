"""Why a ticket was called when it was: one sentence, the same for the citizen and the office."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from yichuang.queueing import labels
from yichuang.queueing.types import PriorityClass, WhyCard


def why_text(why: WhyCard) -> str:
    """Say by which rule the call was the next one, whom it passed over, and whom it had let go first."""
    said = _by_rule(why)
    return f"{said} {let_first_text(why.label, why.let_first)}" if why.let_first else said


def let_first_text(label: str, others: int) -> str:
    """Say that a ticket let others go first."""
    return ngettext(
        "%(label)s let %(n)s other go first, at the holder's own wish.",
        "%(label)s let %(n)s others go first, at the holder's own wish.",
        others,
    ) % {"label": label, "n": others}


def _by_rule(why: WhyCard) -> str:
    rule = _("version %(version)s of the calling rule, in force from %(day)s") % {
        "version": why.policy.version,
        "day": why.policy.active_from.isoformat(),
    }
    if why.priority is PriorityClass.ORDINARY:
        return _("%(label)s was called in the order of arrival; %(rule)s.") % {
            "label": why.label,
            "rule": rule,
        }
    said = {"label": why.label, "class": labels.PRIORITY[why.priority], "rule": rule}
    if not why.rank:
        return _("%(label)s has priority (%(class)s); %(rule)s; nobody was passed over.") % said
    said["others"] = pgettext("between the parts of a list", ", ").join(why.passed_over)
    if why.rank > len(why.passed_over):
        said["others"] = ngettext(
            "%(named)s and others, %(n)s in all", "%(named)s and others, %(n)s in all", why.rank
        ) % {"named": said["others"], "n": why.rank}
    return _("%(label)s has priority (%(class)s); %(rule)s; passed over: %(others)s.") % said
