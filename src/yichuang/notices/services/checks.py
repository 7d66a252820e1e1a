"""May I, and is it whole: what is asked before a notice becomes one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from yichuang.catalogue import selectors as catalogue
from yichuang.catalogue.types import ItemCard
from yichuang.kernel.types import Actor, ActorKind
from yichuang.kernel.vault.scanner import hidden
from yichuang.notices import labels
from yichuang.notices.draft import Draft
from yichuang.notices.refusals import (
    ElementMissing,
    ForeignMaterial,
    HandlerMissing,
    MaterialsLeftOut,
    MustBeWritten,
    NotAcceptedUnreasoned,
    NotSignedOnThere,
    NotWritableByMouth,
    OfficePhoneOnly,
    OnlyPersonsTell,
    ReasonMissing,
    ResultIncomplete,
)
from yichuang.notices.rules import complete
from yichuang.notices.types import Channel, Element, NoticeForm, NoticeKind
from yichuang.posts import selectors as posts

# what happens by itself, without a person who decides: by the law, or because a new version is in force
BY_THE_LAW = frozenset({NoticeKind.DEEMED, NoticeKind.FILED_FIRST, NoticeKind.CHANGE})
# a person may hear these; every other kind is a proof that exists on paper
BY_MOUTH = frozenset({NoticeKind.SUPPLEMENT, NoticeKind.NOT_ACCEPTED, NoticeKind.REDIRECT, NoticeKind.RESULT})
_REFUSALS: dict[NoticeKind, type[ElementMissing]] = {
    NoticeKind.NOT_ACCEPTED: NotAcceptedUnreasoned,
    NoticeKind.REFUSAL: ReasonMissing,
    NoticeKind.REDIRECT: HandlerMissing,
    NoticeKind.RESULT: ResultIncomplete,
    NoticeKind.FAILED: ResultIncomplete,
}
_REASONED = frozenset({Element.REASON, Element.BASIS, Element.REMEDIES})


def may_tell(draft: Draft, by: Actor, at: datetime) -> Actor:
    """Return who acts, with the post they hold or cover there.  Raises: OnlyPersonsTell, NotSignedOnThere."""
    if by.kind is ActorKind.SYSTEM and draft.kind in BY_THE_LAW:
        return by
    if by.kind is not ActorKind.PERSON:
        raise OnlyPersonsTell
    on = posts.sign_on_now(by.hall_id, at, person_id=by.id)
    if draft.window_id is None:
        return by
    if on is None or on.window_id != draft.window_id:
        raise NotSignedOnThere
    behalf = by.on_behalf_of or on.on_behalf_of
    return replace(by, window_id=on.window_id, post_id=by.post_id or on.post_id, on_behalf_of=behalf)


def item_of(draft: Draft, hall_id: UUID) -> ItemCard | None:
    """Return the item in the version the notice is about.  Raises: ItemUnknown."""
    return catalogue.version(hall_id, draft.item_version_id) if draft.item_version_id else None


def is_whole(draft: Draft, item: ItemCard | None) -> None:
    """Ask whether the draft says all that its kind must say, of this item, in a form it may have.

    Raises: as ``issue``.
    """
    absent = complete.missing(draft.kind, draft.given())
    if absent is not None:
        raise _refusal(draft.kind, absent)(element=str(labels.ELEMENT[absent]))
    _may_be_oral(draft, item)
    if draft.redirect is not None and hidden(draft.redirect.phone) != draft.redirect.phone:
        raise OfficePhoneOnly
    if item is not None:
        _of_this_item(draft, item)


def _refusal(kind: NoticeKind, absent: Element) -> type[ElementMissing]:
    found = _REFUSALS.get(kind, ElementMissing)
    reasoned = issubclass(found, ReasonMissing)
    return ElementMissing if reasoned and absent not in _REASONED else found


def _may_be_oral(draft: Draft, item: ItemCard | None) -> None:
    if draft.form is not NoticeForm.ORAL:
        return
    if draft.kind not in BY_MOUTH:
        raise NotWritableByMouth(kind=str(labels.KIND[draft.kind]))
    simple = item.flags.simple if item is not None else draft.simple
    if not simple and draft.kind is not NoticeKind.REDIRECT:
        raise MustBeWritten
    if draft.channel is Channel.ONLINE:
        raise MustBeWritten


def _of_this_item(draft: Draft, item: ItemCard) -> None:
    """Let nothing be asked for that the item's version does not have, and nothing be left out that it has."""
    named = {place: one.name for place, one in enumerate(item.materials, start=1)}
    for stranger in complete.strangers(draft.gaps, named):
        raise ForeignMaterial(name=stranger.name)
    if draft.kind not in {NoticeKind.SUPPLEMENT, NoticeKind.NOT_ACCEPTED, NoticeKind.REFUSAL}:
        return
    always = [one.name for one in item.materials if one.required and one.condition is None]
    for name in complete.unnamed(always, draft.materials):
        raise MaterialsLeftOut(name=name)
