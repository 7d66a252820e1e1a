"""Why a case stays on its version, in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.cases.types.versions import Hurdle, HurdleKind
from yichuang.catalogue.labels import FLAGS, LIMITS

HURDLE: dict[HurdleKind, Promise] = {
    HurdleKind.MATERIAL_ADDED: _("would also have to bring: %(name)s"),
    HurdleKind.MATERIAL_HARDER: _("harder to bring: %(name)s"),
    HurdleKind.QUESTION_OPEN: _("not asked yet: %(name)s"),
    HurdleKind.FEE_DEARER: _("dearer: %(name)s"),
    HurdleKind.HALL_SLOWER: _("the hall would have longer: %(name)s"),
    HurdleKind.APPLICANT_SHORTER: _("the applicant would have less time: %(name)s"),
    HurdleKind.EXTENDED_MORE: _("its time could be extended more"),
    HurdleKind.PAUSE_ADDED: _("its time could stand still for: %(name)s"),
    HurdleKind.TERM_CHANGED: _("handled differently: %(name)s"),
    HurdleKind.OTHER_DEPARTMENT: _("would go to another department: %(name)s"),
    HurdleKind.OTHER_ORDER: _("looked at already, and the materials stand in another order"),
    HurdleKind.FEE_ASKED: _("its list of fees is drawn up"),
}


def hurdle_text(one: Hurdle) -> str:
    """Return in a few words why a case stays."""
    name = LIMITS.get(one.name) or FLAGS.get(one.name) or one.name
    return str(HURDLE[one.kind]) % {"name": name}
