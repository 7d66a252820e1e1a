"""Why a definition is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class DefinitionNotAhead(Refusal):
    code = "definition-not-ahead"
    status = 422
    sentence = _("A definition begins on a day to come, after those already set; what was counted stays.")
    rule = "LOG-03"


class DefinitionUnfit(Refusal):
    code = "definition-unfit"
    status = 422
    sentence = _("This time cannot be measured in this way.")
    rule = "LOG-03"


class DefinitionUnchanged(Refusal):
    code = "definition-unchanged"
    sentence = _("It is measured in this way already; there is nothing to change.")
    rule = "LOG-03"
