"""Set a hall up, give it a head, open it to the public."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.access import selectors as access_selectors
from yichuang.kernel.access import services as access
from yichuang.kernel.clock import local_day
from yichuang.kernel.idempotency import once
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.events import fits
from yichuang.kernel.journal.record import record
from yichuang.kernel.texts import plain
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.organization import selectors
from yichuang.organization.errors import (
    AlreadyActive,
    AlreadyThere,
    HallWithoutHead,
    HallWithoutHours,
    HallWithoutWindows,
    HasLeft,
    HeadNeedsSuccessor,
    PersonUnknown,
    PhoneUnfit,
    ProfileUnknown,
    TimezoneUnknown,
    WindowServesNothing,
    WindowUnknown,
    WorkInHandUnknown,
    WorkLeftInHand,
)
from yichuang.organization.events import (
    ComplaintPhoneSet,
    HallActivated,
    HallCreated,
    HeadAppointed,
    PersonLeft,
    WindowActivated,
)
from yichuang.organization.models import Hall, Headship, OpeningSession, Person, Window
from yichuang.organization.services.hours import usual_hours
from yichuang.organization.services.marks import code_of, locked_hall, move_mark, new_mark, told_before
from yichuang.organization.types import (
    WINDOWS_SERVING_NOTHING,
    WORK_IN_HAND,
    Activation,
    HallCard,
    HallProfile,
    HallState,
    PersonCard,
    WindowCard,
)

#: So many numbers of open work are said in the sentence; the rest are counted.
NAMED = 5
_PHONE = re.compile(r"[0-9][0-9-]{2,18}[0-9]")


def founder(hall_id: UUID | None = None) -> Actor:
    """Return the system as the actor of a hall that is about to be set up, with the id it will have."""
    hall_id = hall_id or new_id()
    return Actor(ActorKind.SYSTEM, hall_id, hall_id)


@transaction.atomic
def create_hall(
    *,
    code: str,
    name: str,
    name_en: str = "",
    profile: HallProfile = HallProfile.GENERAL,
    timezone: str = "Asia/Shanghai",
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> HallCard:
    """Set up a hall as a draft, with the hours the rulebook gives (Monday to Friday).

    Its id is ``by.hall_id`` (see ``founder``).
    Raises: CodeUnfit, AlreadyThere, ProfileUnknown, TimezoneUnknown.
    """
    promise = once(by, "organization.create_hall", key, at)
    if promise.replay:
        return selectors.hall(by.hall_id)
    code, name = code_of(code, _("Code")), plain(name, field=_("Name"), limit=80)
    name_en = plain(name_en, field=_("English name"), limit=120, blank=True)
    if profile not in list(HallProfile):
        raise ProfileUnknown
    try:
        ZoneInfo(timezone)
    except (ValueError, OSError, KeyError):
        raise TimezoneUnknown from None
    if Hall.objects.filter(code=code).exists() or Hall.objects.filter(id=by.hall_id).exists():
        raise AlreadyThere(value=code)

    hall = Hall.objects.create(
        id=by.hall_id,
        code=code,
        name=name,
        name_en=name_en,
        profile=str(profile),
        timezone=timezone,
        plan_version=new_mark(),
    )
    told = HallCreated(code=code, profile=str(profile), timezone=timezone)
    record(told, subject=hall.id, by=by, at=at, entry_id=promise.entry_id)
    usual_hours(hall, by=by, at=at)
    return selectors.hall(hall.id)


@transaction.atomic
def appoint_head(
    *, person_id: UUID, acting: bool = False, by: Actor, at: datetime, key: Key | None = None
) -> HallCard:
    """Make a person first responsible for the hall from today (ORG-02); who was so before is no longer.

    Raises: PersonUnknown, HasLeft.
    """
    promise = once(by, "organization.appoint_head", key, at)
    if promise.replay:
        return selectors.hall(by.hall_id)
    hall = locked_hall(by.hall_id)
    _one_of_us(hall, person_id)

    _put_in_charge(hall, person_id, acting, by, at, promise.entry_id)
    return selectors.hall(hall.id)


def _one_of_us(hall: Hall, person_id: UUID) -> Person:
    person = Person.objects.filter(hall_id=hall.id, id=person_id).first()
    if person is None:
        raise PersonUnknown
    if person.left_on is not None:
        raise HasLeft
    return person


def _put_in_charge(
    hall: Hall, person_id: UUID, acting: bool, by: Actor, at: datetime, entry_id: UUID
) -> None:
    today = local_day(at, hall.timezone)
    standing = Headship.objects.filter(hall_id=hall.id, active_until__isnull=True)
    standing.update(active_until=today)
    Headship.objects.create(
        id=new_id(), hall_id=hall.id, person_id=person_id, acting=acting, active_from=today
    )
    told = HeadAppointed(person_id=person_id, acting=acting, on=today)
    record(told, subject=hall.id, by=by, at=at, entry_id=entry_id)
    move_mark(hall)


@transaction.atomic
def person_leaves(
    *,
    person_id: UUID,
    successor_id: UUID | None = None,
    acting: bool = False,
    by: Actor,
    at: datetime,
    key: Key | None = None,
) -> PersonCard:
    """Let a person leave the hall today; the head only when a successor or acting head is named (ORG-02).

    What they have in hand goes to others first (AB-08).  The login is closed in the same act; rooms above
    hear of it and end posts and sign-ons.
    Raises: PersonUnknown, HasLeft, HeadNeedsSuccessor, WorkLeftInHand and WorkInHandUnknown (AB-08).
    """
    promise = once(by, "organization.person_leaves", key, at)
    if promise.replay:
        return selectors.person(by.hall_id, told_before(promise, by))
    hall = locked_hall(by.hall_id)
    person = _one_of_us(hall, person_id)
    is_head = Headship.objects.filter(
        hall_id=hall.id, person_id=person_id, active_until__isnull=True
    ).exists()
    if is_head and (successor_id is None or successor_id == person_id):
        raise HeadNeedsSuccessor
    work = WORK_IN_HAND(hall.id, person_id, at)
    if work is None:
        raise WorkInHandUnknown
    if work:
        raise WorkLeftInHand(count=len(work), labels=", ".join(work[:NAMED]))

    if is_head and successor_id is not None:
        _one_of_us(hall, successor_id)
        _put_in_charge(hall, successor_id, acting, by, at, new_id())
    today = local_day(at, hall.timezone)
    person.left_on = today
    person.save(update_fields=["left_on"])
    account = access_selectors.account_of_person(hall.id, person_id)
    if account is not None:
        access.close_account(account_id=account.id, by=by, at=at)
    told = PersonLeft(on=today, successor_id=successor_id if is_head else None)
    record(told, subject=person_id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.person(hall.id, person_id)


@transaction.atomic
def activate_hall(*, by: Actor, at: datetime, key: Key | None = None) -> Activation:
    """Open a draft hall to the public, with all its windows.

    The answer names the kinds of people its team still lacks and who has no kind (ORG-07); that warns and
    forbids nothing.  Raises: HallWithoutHead (ORG-02), HallWithoutHours (HRS-01), HallWithoutWindows,
    WindowServesNothing (ORG-03), AlreadyActive, HallUnknown.
    """
    promise = once(by, "organization.activate_hall", key, at)
    if promise.replay:
        return Activation(selectors.hall(by.hall_id), selectors.establishment(by.hall_id))
    hall = locked_hall(by.hall_id)
    if hall.state == HallState.ACTIVE:
        raise AlreadyActive
    head = Headship.objects.filter(hall_id=hall.id, active_until__isnull=True).first()
    if head is None:
        raise HallWithoutHead
    if not OpeningSession.objects.filter(
        hall_id=hall.id, window__isnull=True, active_until__isnull=True
    ).exists():
        raise HallWithoutHours
    windows = list(Window.objects.filter(hall_id=hall.id).order_by("number"))
    if not windows:
        raise HallWithoutWindows
    _refuse_idle(hall.id, windows)

    hall.state = HallState.ACTIVE
    hall.save(update_fields=["state"])
    Window.objects.filter(hall_id=hall.id).update(active=True, active_since=at)
    move_mark(hall)
    team = selectors.establishment(hall.id)
    told = HallActivated(
        head_id=head.person_id,
        windows=len(windows),
        missing_kinds=tuple(str(kind) for kind in team.missing_kinds),
        people_without_kind=len(team.without_kind),
    )
    record(told, subject=hall.id, by=by, at=at, entry_id=promise.entry_id)
    return Activation(selectors.hall(hall.id), team)


def _refuse_idle(hall_id: UUID, windows: list[Window]) -> None:
    idle = WINDOWS_SERVING_NOTHING(hall_id, tuple(one.id for one in windows))
    if idle:
        raise WindowServesNothing(numbers=", ".join(str(one.number) for one in windows if one.id in idle))


@transaction.atomic
def activate_window(*, window_id: UUID, by: Actor, at: datetime, key: Key | None = None) -> WindowCard:
    """Put a window that was added later into service.

    Raises: WindowUnknown, WindowServesNothing (ORG-03).
    """
    promise = once(by, "organization.activate_window", key, at)
    if promise.replay:
        return selectors.window(by.hall_id, window_id)
    hall = locked_hall(by.hall_id)
    window = Window.objects.filter(hall_id=hall.id, id=window_id).first()
    if window is None:
        raise WindowUnknown
    _refuse_idle(hall.id, [window])

    if not window.active:
        window.active, window.active_since = True, at
        window.save(update_fields=["active", "active_since"])
    move_mark(hall)
    told = WindowActivated(number=window.number)
    record(told, subject=window.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.window(hall.id, window.id)


@transaction.atomic
def set_complaint_phone(*, phone: str, by: Actor, at: datetime, key: Key | None = None) -> HallCard:
    """Say under which telephone complaints about the hall are taken; its sign needs it (PUB-05).

    Raises: HallUnknown, PhoneUnfit, KeyReused.
    """
    promise = once(by, "organization.set_complaint_phone", key, at)
    if promise.replay:
        return selectors.hall(by.hall_id)
    hall = locked_hall(by.hall_id)
    said = unicodedata.normalize("NFKC", phone).strip()
    if not _PHONE.fullmatch(said) or not fits(said.replace("-", "")):
        raise PhoneUnfit
    hall.complaint_phone = said
    hall.save(update_fields=["complaint_phone"])
    record(ComplaintPhoneSet(phone=said), subject=hall.id, by=by, at=at, entry_id=promise.entry_id)
    return selectors.hall(hall.id)
