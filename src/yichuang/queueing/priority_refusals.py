"""Why an act about priority or the calling rule is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class ReasonMissing(Refusal):
    code = "priority-reason-missing"
    status = 422
    sentence = _("Nobody is called earlier without a reason: choose one.")
    rule = "QUE-02"


class ReasonUnfit(Refusal):
    code = "priority-reason-unfit"
    status = 422
    sentence = _("This reason does not go with the class “%(priority)s”.")
    rule = "QUE-02"


class ClassNotGiven(Refusal):
    code = "class-not-given"
    status = 422
    sentence = _("The calling rule of this hall gives no such class.")
    rule = "PRI-01"


class ClassNotDeclared(Refusal):
    code = "class-not-declared"
    status = 422
    sentence = _("The class “%(priority)s” cannot be declared at the kiosk; please ask at the guide desk.")
    rule = "PRI-03"


class AlreadyPriority(Refusal):
    code = "already-priority"
    sentence = _("Ticket %(label)s already has a class or asks for one; withdraw that first.")


class NoPriority(Refusal):
    code = "no-priority"
    sentence = _("Ticket %(label)s has no class and asks for none.")


class NothingRequested(Refusal):
    code = "nothing-requested"
    sentence = _("Nobody has asked for a class for ticket %(label)s, or it has been decided.")


class OwnRequest(Refusal):
    code = "own-request"
    status = 403
    sentence = _("Nobody approves what he asked for himself; let somebody else decide.")
    rule = "PRI-03"


class NotAPerson(Refusal):
    code = "priority-not-a-person"
    status = 403
    sentence = _("Only a person of the hall gives, approves or withdraws a class.")
    rule = "QUE-02"


class CriteriaMissing(Refusal):
    code = "criteria-missing"
    status = 422
    sentence = _("The class “%(priority)s” has no criteria in Chinese and English; it cannot be saved.")
    rule = "PRI-01"


class PolicyUnfit(Refusal):
    code = "policy-unfit"
    status = 422
    sentence = _("A head start is between 1 and 240 minutes; each class stands once.")


class EmergencyMissing(Refusal):
    code = "emergency-missing"
    status = 422
    sentence = _("The class for emergencies must stay; it waits for no cap and no approval.")
    rule = "PRI-04"


class PolicyNotAhead(Refusal):
    code = "policy-not-ahead"
    status = 422
    sentence = _("A calling rule begins on a day to come, after every version before it.")
