"""The controls this room keeps."""

from yichuang.kernel.claims import control
from yichuang.posts import rules, selectors, services
from yichuang.posts.events import HoursNotKept, PostAdded, SignedOn

control("HRS-03", by=(selectors.hours_breaches, rules.breaches, services.tell_breaches), proof=HoursNotKept)
control("HRS-06", by=(selectors.may_serve, services.sign_on), proof=SignedOn)
control("ORG-01", by=(selectors.warnings, services.sign_on), proof=(PostAdded, SignedOn))
