"""The controls these pages keep."""

from yichuang.kernel.claims import control
from yichuang.organization import services
from yichuang.organization.events import ComplaintPhoneSet
from yichuang.screens.layout import sign

control("PUB-05", by=(sign.sign_of, sign.printed, services.set_complaint_phone), proof=ComplaintPhoneSet)
