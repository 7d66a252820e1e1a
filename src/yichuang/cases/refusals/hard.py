"""Why a hard question is not written down, offered or closed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class HardQuestionMissing(Refusal):
    code = "hard-question-missing"
    status = 422
    sentence = _("Write down what is asked.")
    rule = "PROM-04"


class ClientMissing(Refusal):
    code = "client-missing"
    status = 422
    sentence = _("Write down who asked, so that they can be told.")
    rule = "PROM-04"


class FollowUpMissing(Refusal):
    code = "follow-up-missing"
    status = 422
    sentence = _("Name somebody at work here who follows the question up.")
    rule = "PROM-04"


class PersonalInRegister(Refusal):
    code = "personal-in-register"
    status = 422
    sentence = _("The register is read by many: leave identity and telephone numbers out of “%(field)s”.")
    rule = "PRV-05"


class UnknownHardQuestion(Refusal):
    code = "unknown-hard-question"
    status = 404
    sentence = _("There is no such question in the register.")
    rule = "PROM-04"


class HardQuestionClosed(Refusal):
    code = "hard-question-closed"
    status = 409
    sentence = _("This question is closed; its answer stays as it is.")
    rule = "PROM-04"


class AnswerMissing(Refusal):
    code = "answer-missing"
    status = 422
    sentence = _("A question is closed with its answer.")
    rule = "PROM-04"


class NotYoursToAnswer(Refusal):
    code = "not-yours-to-answer"
    status = 403
    sentence = _("Who follows the question up answers it, or a head of the hall.")
    rule = "PROM-04"


class OfferMissing(Refusal):
    code = "offer-missing"
    status = 422
    sentence = _("What must first be studied or asked above: offer an appointment or longer hours today.")
    rule = "PROM-05"


class AppointmentUnfit(Refusal):
    code = "appointment-unfit"
    status = 422
    sentence = _("Offer an appointment for a time to come at which the hall is open.")
    rule = "PROM-05"
