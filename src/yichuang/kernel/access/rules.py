"""Verdicts of the doors and of passwords: values in, answer out."""

from __future__ import annotations

import re
import unicodedata

from yichuang.kernel.access.types import NOT_GRANTED, Answer, Caller, Door, Role, Rule

# No 0 O 1 I L, no 5 S, no 2 Z, no 8 B, no U V: read aloud and typed with gloves on.
CODE_ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
CODE_LENGTH = 8

#: Who runs the system may not also be who watches over it (三员分立).
APART = (frozenset({Role.ADM, Role.SUP}), frozenset({Role.ADM, Role.INSP}))


#: Who opens accounts and gives roles; a hall is never left without one.
KEEPERS = frozenset({Role.OFF, Role.ADM})


def answer(door: Door, caller: Caller) -> Answer:
    """Return what ``door`` says to ``caller``."""
    rule = door.rule
    if rule.public:
        return Answer.COME_IN
    if caller.device and caller.device.kind in rule.kinds:
        return Answer.COME_IN
    if caller.account:
        allowed = rule.any_person or bool(rule.roles & caller.roles)
        if caller.account.password_due and not door.while_password_due:
            return Answer.CHANGE_PASSWORD if rule.any_person or rule.roles else Answer.NOT_YOURS
        return Answer.COME_IN if allowed else Answer.NOT_YOURS
    if caller.device:
        return Answer.NOT_YOURS
    return Answer.SIGN_IN if rule.any_person or rule.roles else Answer.ENROL


def either(*rules: Rule) -> Rule:
    """Return the rule that is kept where one of ``rules`` is kept."""
    return Rule(
        public=any(rule.public for rule in rules),
        any_person=any(rule.any_person for rule in rules),
        roles=frozenset().union(*(rule.roles for rule in rules)),
        kinds=frozenset().union(*(rule.kinds for rule in rules)),
    )


def conflict(held: frozenset[Role], wanted: Role) -> Role | None:
    """Return the role already held that ``wanted`` may not be joined with, or None."""
    for pair in APART:
        if wanted in pair:
            for other in pair - {wanted}:
                if other in held:
                    return other
    return None


def grantable(role: Role) -> bool:
    """Tell whether a person can be given ``role`` at all."""
    return role not in NOT_GRANTED


def tidy(text: str) -> str:
    """Return what typed text means: full-width forms folded, blanks and invisible signs off, capitals."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(one for one in folded if one.isprintable() and not one.isspace()).upper()


def username(hall_code: str, worker_number: str) -> str:
    """Return the login name of a worker number in a hall."""
    return f"{tidy(hall_code)}-{tidy(worker_number)}"


def classes(password: str) -> int:
    """Count the kinds of characters in a password: small, capital, digit, other."""
    kinds = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
    return sum(bool(re.search(kind, password)) for kind in kinds)
