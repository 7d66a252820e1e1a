"""Why the ground floor refuses: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal
from yichuang.kernel.sheets import Fault


class HallUnknown(Refusal):
    """There is no such hall here."""

    code = "hall-unknown"
    status = 404
    sentence = _("There is no such hall.")


class PhoneUnfit(Refusal):
    """What is printed on a sign is an office number: nobody's own."""

    code = "complaint-phone-unfit"
    sentence = _(
        "Give an office telephone in digits and dashes, such as 12345; a mobile number is not printed."
    )
    rule = "PUB-05"


class WindowUnknown(Refusal):
    """The window is not in this hall's register."""

    code = "window-unknown"
    status = 404
    sentence = _("There is no such window in this hall.")


class PersonUnknown(Refusal):
    """The person is not of this hall."""

    code = "person-unknown"
    status = 404
    sentence = _("There is no such person in this hall.")


class PlaceUnknown(Refusal):
    """The zone, department or closure is not of this hall."""

    code = "place-unknown"
    status = 404
    sentence = _("There is no such entry in this hall’s register.")


class CodeUnfit(Refusal):
    """A code or worker number is not of the form codes have."""

    code = "code-unfit"
    status = 422
    sentence = _("“%(field)s” has 1 to 16 capital letters, digits or hyphens.")


class ProfileUnknown(Refusal):
    """No such kind of hall."""

    code = "profile-unknown"
    status = 422
    sentence = _("There is no such kind of hall.")


class TimezoneUnknown(Refusal):
    """The time zone is not one computers know."""

    code = "timezone-unknown"
    status = 422
    sentence = _("There is no such time zone; China’s is Asia/Shanghai.")


class AlreadyThere(Refusal):
    """The number or code stands in the register already."""

    code = "already-there"
    sentence = _("“%(value)s” is already in the register.")


class NumberUnfit(Refusal):
    """A window number out of range."""

    code = "number-unfit"
    status = 422
    sentence = _("A window has a number from 1 to 999.")


class WindowWithoutZone(Refusal):
    """A window must stand in a zone of the hall."""

    code = "window-without-zone"
    status = 422
    sentence = _("A window needs a zone, so that people find it.")
    rule = "ORG-03"


class WindowServesNothing(Refusal):
    """A window at which nobody can be served is not put into service."""

    code = "window-serves-nothing"
    sentence = _("Window %(numbers)s serves no item yet; give it something to serve first.")
    rule = "ORG-03"


class KindUnknown(Refusal):
    """No such kind of post."""

    code = "kind-unknown"
    status = 422
    sentence = _("There is no such kind of post.")


class HasLeft(Refusal):
    """The person has left the hall."""

    code = "has-left"
    sentence = _("This person has left the hall.")


class HallWithoutHead(Refusal):
    """A hall needs somebody who is first responsible."""

    code = "hall-without-head"
    sentence = _("A hall needs a head who is first responsible before it can be opened.")
    rule = "ORG-02"


class HeadNeedsSuccessor(Refusal):
    """The head does not leave without somebody taking over."""

    code = "head-needs-successor"
    sentence = _("The head leaves only when a successor or an acting head is named.")
    rule = "ORG-02"


class WorkLeftInHand(Refusal):
    """Nobody leaves the hall who still has work in hand."""

    code = "work-left-in-hand"
    sentence = _("Still in hand: %(count)s (%(labels)s). They go to somebody else before this person leaves.")
    rule = "AB-08"


class WorkInHandUnknown(Refusal):
    """A room has not said yet what somebody who leaves has in hand."""

    code = "work-in-hand-unknown"
    status = 503
    sentence = _("What this person has in hand cannot be said just now. Try again in a moment.")
    rule = "AB-08"


class HallWithoutHours(Refusal):
    """A hall without opening hours is not opened."""

    code = "hall-without-hours"
    sentence = _("Set the opening hours before the hall is opened.")
    rule = "HRS-01"


class HallWithoutWindows(Refusal):
    """A hall without a window is not opened."""

    code = "hall-without-windows"
    sentence = _("The hall has no window yet.")
    rule = "ORG-03"


class AlreadyActive(Refusal):
    """The hall is open to the public already."""

    code = "already-active"
    sentence = _("The hall is already open to the public.")


class DayHasPassed(Refusal):
    """Hours and closures are set for today or later, never for the past."""

    code = "day-has-passed"
    status = 422
    sentence = _("Hours and closures can be set for today and later days only.")


class HoursUnfit(Refusal):
    """Sessions that contradict themselves."""

    code = "hours-unfit"
    status = 422
    sentence = "%(why)s"


class LastFixedPost(Refusal):
    """A department keeps at least one post that is always held."""

    code = "last-fixed-post"
    status = 422
    sentence = _(
        "Window %(number)s is the last fixed post of its department: one has to be held in every session."
    )
    rule = "AB-02"


class CalendarUnfit(Refusal):
    """A calendar file with a fault; nothing of it was taken over."""

    code = "calendar-unfit"
    status = 422
    sentence = _("The calendar was not imported. Line %(line)s: %(reason)s (%(count)s in all)")

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(line=faults[0].line, reason=faults[0].reason, count=len(faults))


class ChangeUnknown(Refusal):
    """There is no such change of hours here."""

    code = "change-unknown"
    status = 404
    sentence = _("There is no such change of hours in this hall.")


class ChangeUnfit(Refusal):
    """A change of hours that contradicts the hours of its windows."""

    code = "change-unfit"
    status = 422
    sentence = "%(why)s"


class ChangeInThePast(Refusal):
    """What has passed cannot be approved any more."""

    code = "change-in-the-past"
    status = 422
    sentence = _("Other hours are asked for before they begin; what has passed cannot be approved any more.")
    rule = "HRS-04"


class NoticeTooShort(Refusal):
    """Overtime is announced some hours before."""

    code = "notice-too-short"
    sentence = _(
        "Other hours are announced at least %(hours)s hours before; for less there is the emergency."
    )
    rule = "HRS-04"


class NobodyTold(Refusal):
    """An emergency names who was told of it."""

    code = "nobody-told"
    status = 422
    sentence = _("In an emergency, name at least one other person who has been told.")
    rule = "HRS-04"


class ExplanationDue(Refusal):
    """An emergency is explained before there is another one."""

    code = "explanation-due"
    sentence = _("Explain the emergency of %(day)s first; every one is explained afterwards.")
    rule = "HRS-04"


class ExplanationMissing(Refusal):
    """What is reported afterwards comes with its explanation."""

    code = "explanation-missing"
    status = 422
    sentence = _("An emergency that is reported afterwards needs its explanation at once.")
    rule = "HRS-04"


class OwnChange(Refusal):
    """Nobody decides on what they asked for."""

    code = "own-change"
    status = 403
    sentence = _("You asked for this change of hours yourself; somebody else decides.")
    rule = "EXT-02"


class NotYoursToDecide(Refusal):
    """Hours are decided on by the office, the unit head, or the section head for the section's windows."""

    code = "not-yours-to-decide"
    status = 403
    sentence = _("Hours are decided by the hall office, the unit head, or the windows’ section head.")
    rule = "EXT-02"


class AlreadyDecided(Refusal):
    """The change is not an open question any more."""

    code = "already-decided"
    sentence = _("This change of hours has already been decided or taken back.")


class AlarmUnknown(Refusal):
    """There is no such emergency closure."""

    code = "alarm-unknown"
    status = 404
    sentence = _("There is no such emergency closure in this hall.")


class AlarmStands(Refusal):
    """One emergency closure at a time."""

    code = "alarm-stands"
    sentence = _("The hall is closed in an emergency already.")


class NotTold(Refusal):
    """Only who was told acknowledges."""

    code = "not-told"
    status = 403
    sentence = _("Only somebody who has been told of the emergency acknowledges it.")
    rule = "HRS-05"


class ListUnfit(Refusal):
    """A list of duty leaders names people of the hall, each once."""

    code = "list-unfit"
    status = 422
    sentence = _("The list names people who work in the hall, each of them once.")


class AlarmInHand(Refusal):
    """One person takes an emergency in hand."""

    code = "alarm-in-hand"
    sentence = _("Somebody has already taken this emergency in hand.")


class AlreadyDeclared(Refusal):
    """The declaration of a year is signed once."""

    code = "already-declared"
    sentence = _("You have already signed the declaration for %(year)s.")
    rule = "PROM-03"
