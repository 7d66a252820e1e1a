"""What stages, forms, flags and limits are called on screens and in tables."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.catalogue.types import AcceptedForm, Silence, Stage

STAGES: dict[Stage, Promise] = {
    Stage.FIRST_REVIEW: pgettext_lazy("stage", "First review"),
    Stage.ACCEPTANCE: pgettext_lazy("stage", "Acceptance"),
    Stage.HANDLING: pgettext_lazy("stage", "Handling"),
    Stage.APPROVAL: pgettext_lazy("stage", "Approval"),
    Stage.FEEDBACK: pgettext_lazy("stage", "Feedback"),
}
FORMS: dict[AcceptedForm, Promise] = {
    AcceptedForm.ORIGINAL: pgettext_lazy("form of a material", "original"),
    AcceptedForm.ORIGINAL_SEEN: pgettext_lazy("form of a material", "original, seen and given back"),
    AcceptedForm.COPY: pgettext_lazy("form of a material", "copy"),
    AcceptedForm.FORM: pgettext_lazy("form of a material", "form"),
    AcceptedForm.ELECTRONIC: pgettext_lazy("form of a material", "electronic"),
    AcceptedForm.NOTHING: pgettext_lazy("form of a material", "nothing"),
}
FLAGS: dict[str, Promise] = {
    "simple": pgettext_lazy("flag of an item", "simple, may be told orally"),
    "needs_id": pgettext_lazy("flag of an item", "identity is checked"),
    "instant": pgettext_lazy("flag of an item", "done at the window"),
    "at_level": pgettext_lazy("flag of an item", "decided at this level"),
    "separate_duties": pgettext_lazy("flag of an item", "who handles does not approve"),
    "confidential": pgettext_lazy("flag of an item", "confidential"),
    "uncertain_needs_query": pgettext_lazy("flag of an item", "doubts are asked upward"),
    "file_first": pgettext_lazy("flag of an item", "filed first when undecided in time"),
    "deemed_accepted": pgettext_lazy("flag of an item", "silence counts as acceptance"),
    "tolerance_allowed": pgettext_lazy("flag of an item", "some materials may follow"),
}
LIMITS: dict[str, Promise] = {
    "statutory_limit": _("Statutory limit"),
    "promised_limit": _("Promised limit"),
    "notice_limit": _("To say what is missing"),
    "supplement_limit": _("For the applicant to bring it"),
    "tolerance_limit": _("For the applicant to bring a deferred material"),
    "delivery_limit": _("To hand the result over"),
    "joint_opinion_limit": _("For each opinion of a joint review"),
}
SILENCE: dict[Silence, Promise] = {
    Silence.AGREE: pgettext_lazy("silence", "no answer in time counts as consent"),
    Silence.NONE: pgettext_lazy("silence", "no answer in time decides nothing"),
}
