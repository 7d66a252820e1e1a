"""Whether a matter under way may pass to a newer version without its applicant being worse off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from yichuang.catalogue.rules.difference import asks_more, costs_more
from yichuang.catalogue.rules.needs import applies, requirements
from yichuang.catalogue.types import Burden, BurdenKind, ItemCard
from yichuang.deadlines.types import Budget

#: What an applicant has by the older version and would lose, and what they would get beside.
_FAVOURS = ("instant", "at_level", "deemed_accepted", "tolerance_allowed")
_DUTIES = ("needs_id",)


def burdens(old: ItemCard, new: ItemCard, answers: Mapping[str, bool]) -> tuple[Burden, ...]:
    """Return all in which the newer version is harder under these answers; none: nobody is worse off.

    What was asked is compared with what is asked of this applicant, so conditions count only by what they
    come to.  A limit in another unit, or counted in another way, cannot be called no longer: it stands here.
    """
    return (
        *_materials(old, new, answers),
        *_fees(old, new, answers),
        *_limits(old, new),
        *_terms(old, new),
    )


def _materials(old: ItemCard, new: ItemCard, answers: Mapping[str, bool]) -> Iterator[Burden]:
    asked = requirements(new.materials, new.fees, new.questions, answers)
    for question in asked.unanswered:
        yield Burden(BurdenKind.QUESTION_OPEN, question.text)
    before = {
        one.name: replace(one, condition=None) for one in old.materials if applies(one.condition, answers)
    }
    for _place, one in asked.applying:
        was, now = before.get(one.name), replace(one, condition=None)
        if was is None:
            if now.required:
                yield Burden(BurdenKind.MATERIAL_ADDED, one.name)
        elif asks_more(was, now):
            yield Burden(BurdenKind.MATERIAL_HARDER, one.name)


def _fees(old: ItemCard, new: ItemCard, answers: Mapping[str, bool]) -> Iterator[Burden]:
    before = {
        one.code: replace(one, condition=None, basis="")
        for one in old.fees
        if applies(one.condition, answers)
    }
    for one in new.fees:
        line = replace(one, condition=None, basis="")
        if applies(one.condition, answers) and costs_more(before.get(one.code), line):
            yield Burden(BurdenKind.FEE_DEARER, one.name)
    if new.fee.charged and not new.fees:
        was = old.fee.amount if old.fee.charged else 0
        if was is None or new.fee.amount is None or new.fee.amount > was:
            yield Burden(BurdenKind.FEE_DEARER, new.name)


def _limits(old: ItemCard, new: ItemCard) -> Iterator[Burden]:
    halls = [
        ("statutory_limit", old.statutory_limit.budget, new.statutory_limit.budget),
        ("promised_limit", old.promised_limit.budget, new.promised_limit.budget),
    ]
    halls += [
        (name, getattr(old.clocks, name), getattr(new.clocks, name))
        for name in ("notice_limit", "delivery_limit", "joint_opinion_limit")
    ]
    for name, was, now in halls:
        if not _within(now, was):
            yield Burden(BurdenKind.HALL_SLOWER, name)
    for name in ("supplement_limit", "tolerance_limit"):
        if not _within(getattr(old.clocks, name), getattr(new.clocks, name)):
            yield Burden(BurdenKind.APPLICANT_SHORTER, name)


def _within(shorter: Budget | None, longer: Budget | None) -> bool:
    """Say whether a limit surely ends no later than another; None is no limit at all."""
    if longer is None or shorter == longer:
        return True
    if shorter is None:
        return False
    alike = (shorter.unit, shorter.start_rule, shorter.rollover) == (
        longer.unit,
        longer.start_rule,
        longer.rollover,
    )
    return alike and shorter.value <= longer.value


def _terms(old: ItemCard, new: ItemCard) -> Iterator[Burden]:
    was, now = old.extension, new.extension
    if now.times and not (
        now.times <= was.times and now.value <= was.value and (now.unit is was.unit or not now.value)
    ):
        yield Burden(BurdenKind.EXTENDED_MORE)
    pauses = {one.name for one in old.special_links if not one.counted_in_statutory}
    for link in new.special_links:
        if not link.counted_in_statutory and link.name not in pauses:
            yield Burden(BurdenKind.PAUSE_ADDED, link.name)
    for name in _FAVOURS:
        if getattr(old.flags, name) and not getattr(new.flags, name):
            yield Burden(BurdenKind.TERM_CHANGED, name)
    for name in _DUTIES:
        if getattr(new.flags, name) and not getattr(old.flags, name):
            yield Burden(BurdenKind.TERM_CHANGED, name)
    if old.flags.confidential is not new.flags.confidential:
        yield Burden(BurdenKind.TERM_CHANGED, "confidential")
    if old.department != new.department:
        yield Burden(BurdenKind.OTHER_DEPARTMENT, new.department)
