"""What has happened to posts and at windows."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from yichuang.kernel.journal.events import Event, event


@event("posts.post_added")
class PostAdded(Event):
    """A post was set up behind a window."""

    window_id: UUID
    duties: int


@event("posts.duties_set")
class DutiesSet(Event):
    """The list of a post’s duties was written anew."""

    duties: int


@event("posts.holder_added")
class HolderAdded(Event):
    """A person was given a post, as A or as B."""

    post_id: UUID
    person_id: UUID
    part: str
    active_from: date
    active_until: date | None


@event("posts.posting_acknowledged")
class PostingAcknowledged(Event):
    """Somebody acknowledged that a post was given to them."""

    post_id: UUID
    person_id: UUID


@event("posts.holder_ended")
class HolderEnded(Event):
    """A person’s part in a post was given an end."""

    post_id: UUID
    person_id: UUID
    active_until: date


@event("posts.signed_on")
class SignedOn(Event):
    """A person signed on at a window."""

    window_id: UUID
    post_id: UUID
    person_id: UUID
    part: str


@event("posts.signed_off")
class SignedOff(Event):
    """A person signed off from a window."""

    window_id: UUID
    person_id: UUID


@event("posts.sign_on_lapsed")
class SignOnLapsed(Event):
    """A sign-on ended by itself: after closing, or since the person no longer holds the post."""

    window_id: UUID
    person_id: UUID
    why: str


@event("posts.wrong_post")
class WrongPost(Event):
    """Somebody signed on at a window while planned as A of another post, and covers for nobody there."""

    window_id: UUID
    post_id: UUID
    person_id: UUID
    planned: UUID


@event("posts.badge_issued")
class BadgeIssued(Event):
    """A person was given their first badge."""

    person_id: UUID
    badge_version: int


@event("posts.badge_lost")
class BadgeLost(Event):
    """A badge was reported lost: its person signs on at no window until it is replaced."""

    person_id: UUID
    badge_version: int


@event("posts.badge_replaced")
class BadgeReplaced(Event):
    """A badge was replaced by a new version, having been lost or worn out."""

    person_id: UUID
    badge_version: int
    was_lost: bool


@event("posts.hours_not_kept")
class HoursNotKept(Event):
    """A window opened late, closed early or did not open at all, without approval."""

    window_id: UUID
    person_id: UUID | None
    kind: str
    due: datetime
    minutes: int


@event("posts.window_paused")
class WindowPaused(Event):
    """A window pauses for a reason: nobody is called to it until it goes on."""

    window_id: UUID
    person_id: UUID
    reason: str


@event("posts.window_resumed")
class WindowResumed(Event):
    """A window that paused serves again."""

    window_id: UUID
    person_id: UUID
    minutes: int


@event("posts.post_vacant")
class PostVacant(Event):
    """Nobody was at a post in its hours for longer than the hall lets pass."""

    window_id: UUID
    post_id: UUID
    since: datetime
    minutes: int


@event("posts.vacancy_ended")
class VacancyEnded(Event):
    """A post that stood empty has its person again, or its hours are over."""

    window_id: UUID
    minutes: int


@event("posts.vacancy_raised")
class VacancyRaised(Event):
    """A vacant post was told to who can help: its B, then the head of the section, then the office."""

    window_id: UUID
    rung: str
    person_ids: tuple[UUID, ...]


@event("posts.delegation_granted")
class DelegationGranted(Event):
    """A department’s authority was delegated to a person in writing."""

    department_id: UUID
    person_id: UUID
    item_ids: tuple[UUID, ...]
    all_at_level: bool
    acts: tuple[str, ...]
    most_amount: str | None
    active_from: date
    active_until: date | None
    deputy_of: UUID | None


@event("posts.delegation_suspended")
class DelegationSuspended(Event):
    """A delegation was suspended: it allows nothing until it is taken up again."""

    department_id: UUID
    person_id: UUID


@event("posts.delegation_resumed")
class DelegationResumed(Event):
    """A suspended delegation was taken up again."""

    department_id: UUID
    person_id: UUID


@event("posts.delegation_revoked")
class DelegationRevoked(Event):
    """A delegation was revoked for good."""

    department_id: UUID
    person_id: UUID


@event("posts.overreach_attempted")
class OverreachAttempted(Event):
    """Somebody tried to decide what they have no authority for, and was refused."""

    item_id: UUID
    act: str
    reason: str
    rule: str


@event("posts.department_stationed")
class DepartmentStationed(Event):
    """A department was let into the hall: it has its chief representative, or its one person an A and a B."""

    staff: int


@event("posts.outside_item_noted")
class OutsideItemNoted(Event):
    """A department’s matter that is not handled in the hall was noted, or its reason was."""

    department_id: UUID
    excused: bool


@event("posts.outside_item_moved_in")
class OutsideItemMovedIn(Event):
    """A matter that was handled outside is handled in the hall now."""

    department_id: UUID
