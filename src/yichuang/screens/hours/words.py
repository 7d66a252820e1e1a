"""What kinds, reasons and phases of other hours are called on the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yichuang.organization.types import AlarmReason, ChangeKind, ChangePhase, ChangeReason
from yichuang.posts.types import BreachKind

KINDS: dict[ChangeKind, str | Promise] = {
    ChangeKind.EXTENSION: _("Extended service"),
    ChangeKind.OVERTIME: _("Overtime"),
    ChangeKind.OPENING: _("Open besides"),
    ChangeKind.CLOSING: _("Closed meanwhile"),
}
KIND_HINTS: dict[ChangeKind, str | Promise] = {
    ChangeKind.EXTENSION: _("follows a session at once, for people who still wait"),
    ChangeKind.OVERTIME: _("evenings and days off"),
    ChangeKind.OPENING: _("other hours on a working day"),
    ChangeKind.CLOSING: _("not open in its usual hours"),
}
REASONS: dict[ChangeReason, str | Promise] = {
    ChangeReason.PEOPLE_WAITING: _("people still wait"),
    ChangeReason.MAJOR_MATTER: _("a major or urgent matter"),
    ChangeReason.NEEDS_INSTRUCTION: _("a matter needs study or instruction"),
    ChangeReason.RUSH: _("a rush of work"),
    ChangeReason.MEETING: _("meeting or training"),
    ChangeReason.MAINTENANCE: _("maintenance"),
    ChangeReason.SHORT_OF_STAFF: _("short of staff"),
    ChangeReason.INCIDENT: _("an incident"),
    ChangeReason.OTHER: pgettext_lazy("reason for other hours", "something else"),
}
PHASES: dict[ChangePhase, tuple[str, str | Promise]] = {
    ChangePhase.OPEN_QUESTION: ("warn", _("to be decided")),
    ChangePhase.COMING: ("ok", _("approved")),
    ChangePhase.RUNNING: ("ok", _("open now")),
    ChangePhase.ENDED: ("mute", _("over")),
    ChangePhase.OFF: ("mute", _("not taken")),
}
ALARMS: dict[AlarmReason, str | Promise] = {
    AlarmReason.POWER: _("power failure"),
    AlarmReason.SYSTEM: _("failure of the system"),
    AlarmReason.FIRE: _("fire alarm"),
    AlarmReason.CROWD: _("crowding"),
    AlarmReason.WEATHER: _("bad weather"),
    AlarmReason.SAFETY: _("safety"),
    AlarmReason.OTHER: pgettext_lazy("reason of an emergency", "another emergency"),
}
BREACHES: dict[BreachKind, str | Promise] = {
    BreachKind.LATE_OPEN: _("opened late"),
    BreachKind.EARLY_CLOSE: _("closed early"),
    BreachKind.NOT_OPENED: _("not opened"),
}
