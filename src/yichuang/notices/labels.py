"""What kinds, states, faults and elements are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.notices.types import Channel, Element, Fault, LateGround, NoticeForm, NoticeKind, NoticeState

KIND: dict[NoticeKind, Promise] = {
    NoticeKind.SUPPLEMENT: _("One-time notice"),
    NoticeKind.NOT_ACCEPTED: _("Notice of non-acceptance"),
    NoticeKind.REFUSAL: _("Decision of refusal"),
    NoticeKind.REDIRECT: _("Referral slip"),
    NoticeKind.RECEIVED: _("Receipt of documents"),
    NoticeKind.RECEIPT: _("Notice of acceptance"),
    NoticeKind.DEEMED: _("Notice of deemed acceptance"),
    NoticeKind.FILED_FIRST: _("Notice of filing before a decision"),
    NoticeKind.PAUSE: _("Notice of time not counted"),
    NoticeKind.EXTENSION: _("Notice of extension"),
    NoticeKind.RESULT: _("Notice of result"),
    NoticeKind.FAILED: _("Notice of a matter not done"),
    NoticeKind.DELIVERY: _("Delivery slip"),
    NoticeKind.CORRECTION: _("Notice of correction"),
    NoticeKind.BEFORE_ENFORCEMENT: _("Notice before enforcement"),
    NoticeKind.CHANGE: _("Notice of a change of rules"),
}
FORM: dict[NoticeForm, Promise] = {
    NoticeForm.WRITTEN: _("in writing"),
    NoticeForm.ORAL: _("by word of mouth"),
}
CHANNEL: dict[Channel, Promise] = {
    Channel.WINDOW: _("at the window"),
    Channel.PHONE: _("by telephone"),
    Channel.ONLINE: _("online"),
}
STATE: dict[NoticeState, Promise] = {
    NoticeState.ISSUED: _("valid"),
    NoticeState.SATISFIED: _("answered"),
    NoticeState.SUPERSEDED: _("replaced"),
    NoticeState.EXPIRED: _("past its time"),
}
FAULT: dict[Fault, Promise] = {
    Fault.MISSING: _("not there"),
    Fault.FORM: _("not in the form the law asks for"),
    Fault.VALIDITY: _("no longer valid"),
    Fault.AUTHENTICITY: _("genuineness not certain"),
    Fault.CONTENT: _("content incomplete or wrong"),
}
ELEMENT: dict[Element, Promise] = {
    Element.BASIS: _("basis"),
    Element.TIME_LIMIT: _("time limit"),
    Element.PROCEDURE: _("procedure"),
    Element.MATERIALS: _("materials"),
    Element.REASON: _("reason"),
    Element.REMEDIES: _("remedies"),
    Element.GAPS: _("what is missing"),
    Element.REDIRECT: _("unit"),
    Element.HANDLER: _("person in charge"),
    Element.CONTACT: _("phone and place"),
    Element.PLACE: _("place to collect"),
    Element.TIME: _("time to collect"),
    Element.DUE: _("due date"),
}
GROUND: dict[LateGround, Promise] = {
    LateGround.LAW_CHANGED: _("the law has changed"),
    LateGround.NEW_FACTS: _("new facts"),
    LateGround.SUPPLIED_FAULTY: _("what was brought has a fault"),
}
