"""How two versions of an item differ, and whether the newer asks more of the applicant."""

from __future__ import annotations

from dataclasses import fields

from yichuang.catalogue.types import (
    Change,
    Difference,
    FeeLine,
    Flags,
    ItemCard,
    MaterialCard,
)
from yichuang.deadlines.types import Budget


def difference(old: ItemCard, new: ItemCard) -> Difference:
    """Return what the newer version adds, removes and changes; a material is known by its name."""
    before = {one.name: one for one in old.materials}
    after = {one.name: one for one in new.materials}
    both = [(before[name], one) for name, one in after.items() if name in before]
    fees_before, fees_after = ({one.code: one for one in card.fees} for card in (old, new))
    return Difference(
        materials_added=tuple(one for name, one in after.items() if name not in before),
        materials_removed=tuple(one for name, one in before.items() if name not in after),
        materials_changed=tuple((was, now) for was, now in both if was != now),
        limits=tuple(_limits(old, new)),
        flags=tuple(_flags(old.flags, new.flags)),
        fees_added=tuple(one for code, one in fees_after.items() if code not in fees_before),
        fees_removed=tuple(one for code, one in fees_before.items() if code not in fees_after),
        fees_changed=tuple(
            (fees_before[code], one)
            for code, one in fees_after.items()
            if code in fees_before and fees_before[code] != one
        ),
        steps=old.steps != new.steps,
        asks_more=any(_is_asked(now) for name, now in after.items() if name not in before)
        or any(asks_more(was, now) for was, now in both)
        or any(costs_more(fees_before.get(code), one) for code, one in fees_after.items()),
    )


def _is_asked(material: MaterialCard) -> bool:
    return material.required


def asks_more(was: MaterialCard, now: MaterialCard) -> bool:
    """Say whether a material is harder to bring than it was: for whom, in which form, how fresh, how soon."""
    if not now.required:
        return False
    fresher = now.validity_months is not None and (
        was.validity_months is None or now.validity_months < was.validity_months
    )
    return (
        not was.required
        or (was.shareable and not now.shareable)
        or (was.deferrable and not now.deferrable)
        or (was.condition is not None and was.condition != now.condition)
        or not set(was.accepted_forms) <= set(now.accepted_forms)
        or fresher
    )


def costs_more(was: FeeLine | None, now: FeeLine) -> bool:
    """Say whether a line of the tariff may cost somebody more than it did; ``was`` None: there was none."""
    if now.optional:
        return False
    if was is None or was.optional:
        return True
    if was.amount is not None and now.amount is not None:
        return now.amount > was.amount
    return was != now  # a graded tariff that changed may cost somebody more


def _limits(old: ItemCard, new: ItemCard) -> list[Change[Budget | None]]:
    pairs = [
        ("statutory_limit", old.statutory_limit.budget, new.statutory_limit.budget),
        ("promised_limit", old.promised_limit.budget, new.promised_limit.budget),
    ]
    pairs += [
        (one.name, getattr(old.clocks, one.name), getattr(new.clocks, one.name)) for one in fields(old.clocks)
    ]
    return [Change(name, was, now) for name, was, now in pairs if was != now]


def _flags(old: Flags, new: Flags) -> list[Change[bool]]:
    pairs = [(one.name, getattr(old, one.name), getattr(new, one.name)) for one in fields(old)]
    return [Change(name, was, now) for name, was, now in pairs if was is not now]
