"""The controls this room keeps."""

from yichuang.kernel.claims import control
from yichuang.posts import rules, selectors, services
from yichuang.posts.events import HoursNotKept, PostAdded, PostVacant, SignedOff, SignedOn

control("AB-02", by=(selectors.vacancies, rules.vacant_since, services.tell_vacancies), proof=PostVacant)
control("EXT-03", by=(selectors.extra_time, rules.minutes_within), proof=(SignedOn, SignedOff))
control("HRS-03", by=(selectors.hours_breaches, rules.breaches, services.tell_breaches), proof=HoursNotKept)
control("HRS-06", by=(selectors.may_serve, services.sign_on), proof=SignedOn)
control("ORG-01", by=(selectors.warnings, services.sign_on), proof=(PostAdded, SignedOn))
