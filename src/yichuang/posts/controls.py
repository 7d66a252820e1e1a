"""The controls this room keeps."""

from yichuang.kernel.claims import control
from yichuang.posts import rules, selectors, services
from yichuang.posts.events import (
    DelegationGranted,
    DepartmentStationed,
    HoursNotKept,
    OutsideItemMovedIn,
    OutsideItemNoted,
    OverreachAttempted,
    PostAdded,
    PostVacant,
    SignedOff,
    SignedOn,
)
from yichuang.posts.rules.stationing import flaw_of

control("AB-02", by=(selectors.vacancies, rules.vacant_since, services.tell_vacancies), proof=PostVacant)
control("EXT-03", by=(selectors.extra_time, rules.minutes_within), proof=(SignedOn, SignedOff))
control("HRS-03", by=(selectors.hours_breaches, rules.breaches, services.tell_breaches), proof=HoursNotKept)
control("HRS-06", by=(selectors.may_serve, services.sign_on), proof=SignedOn)
control("ORG-01", by=(selectors.warnings, services.sign_on), proof=(PostAdded, SignedOn))
control("CHF-01", by=(services.station_department, flaw_of), proof=DepartmentStationed)
control(
    "CHF-02",
    by=(selectors.delegation_gaps, services.require_mandate, rules.decide),
    proof=(DelegationGranted, OverreachAttempted),
)
control(
    "CHF-05",
    by=(selectors.stationing, services.note_outside_item, services.move_item_in),
    proof=(OutsideItemNoted, OutsideItemMovedIn),
)
