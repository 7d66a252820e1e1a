"""What kinds and reasons are called on a screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.vault.types import Kind, ReasonCode

KINDS: dict[Kind, Promise] = {
    Kind.NAME: _("name"),
    Kind.ID_NUMBER: _("identity number"),
    Kind.CREDIT_CODE: _("social credit code"),
    Kind.PHONE: _("telephone number"),
    Kind.TEXT: _("text"),
    Kind.LETTER: _("letter"),
    Kind.BADGE_NAME: _("name"),
}
REASONS: dict[ReasonCode, Promise] = {
    ReasonCode.HANDLING: _("to handle the matter"),
    ReasonCode.CONTACT: _("to contact the person"),
    ReasonCode.CORRECTION: _("to correct the data"),
    ReasonCode.COMPLAINT: _("to look into a complaint"),
    ReasonCode.SUPERVISION: _("for supervision"),
    ReasonCode.SUBJECT_REQUEST: _("the person asked to see it"),
    ReasonCode.BY_LAW: _("required by law"),
}
