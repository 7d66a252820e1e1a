"""What a password must be.  Each rule is one class, named in ``AUTH_PASSWORD_VALIDATORS``."""

from __future__ import annotations

import string
from itertools import islice

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yichuang.kernel.access import rules, tokens
from yichuang.kernel.access.errors import PasswordUnfit
from yichuang.kernel.access.models import Account, PastPassword

INITIAL_ALPHABET = "abcdefghjkmnpqrstuvwxyz" + "ACDEFGHJKMNPQRTWXY" + "34679"


class LengthValidator:
    """Ask for a length between ``least`` and ``most`` characters."""

    def __init__(self, least: int, most: int) -> None:
        self.least, self.most = least, most

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ``ValidationError`` for a password too short or too long."""
        if not self.least <= len(password) <= self.most:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Return the rule in one sentence."""
        return _("A password has %(least)d to %(most)d characters.") % {
            "least": self.least,
            "most": self.most,
        }


class KindsValidator:
    """Ask for characters of several kinds."""

    def __init__(self, least: int) -> None:
        self.least = least

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ``ValidationError`` for a password of too few kinds."""
        if rules.classes(password) < self.least:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Return the rule in one sentence."""
        return _(
            "A password mixes at least %(least)d of: small letters, capital letters, digits, other signs."
        ) % {"least": self.least}


class WorkerNumberValidator:
    """Refuse a password that contains the worker number or the hall code."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ``ValidationError`` for a password that tells who it belongs to."""
        if user is None:
            return
        plain = rules.tidy(password)
        telling = [part for part in (user.worker_number, user.hall_code) if len(part) >= 3]
        if any(part.upper() in plain for part in telling):
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Return the rule in one sentence."""
        return _("A password does not contain the worker number or the hall code.")


class CommonValidator(CommonPasswordValidator):
    """Refuse what everybody tries first, also with its letters in another case or a tail of digits."""

    def validate(self, password: str, user: object | None = None) -> None:
        """Raise ``ValidationError`` for a well-known password."""
        plain = password.lower().strip()
        core = plain.rstrip(string.digits + string.punctuation)
        if plain in self.passwords or (core in self.passwords and len(core) >= len(plain) - 4):
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Return the rule in one sentence."""
        return _("A password is not one of those that everybody tries first.")


class PastPasswordValidator:
    """Refuse the present password and the ``last`` ones before it."""

    def __init__(self, last: int) -> None:
        self.last = last

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ``ValidationError`` for a password used before."""
        if user is None or user._state.adding:
            return
        past = PastPassword.objects.filter(account=user).order_by("-until")[: max(0, self.last - 1)]
        used = [user.password, *(one.password for one in past)]
        if any(check_password(password, one) for one in used):
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Return the rule in one sentence."""
        return _("The last %(last)d passwords are not taken again.") % {"last": self.last}


def readable(text: str) -> str:
    """Return typed text as a password can be compared: at most 256 characters, halves of them replaced."""
    return text[:256].encode("utf-8", "replace").decode()


def check(password: str, account: Account) -> None:
    """Raise ``PasswordUnfit`` with every rule that ``password`` breaks."""
    if not password.isprintable():
        raise PasswordUnfit(why=_("A password has no invisible characters."))
    try:
        validate_password(password, account)
    except ValidationError as broken:
        raise PasswordUnfit(why=" ".join(broken.messages)) from None


def spoken() -> list[str]:
    """Return the rules of a password, a sentence each."""
    return [one for one in password_validators_help_texts() if one]


def initial(seed: str) -> str:
    """Return the initial password of a seed: three groups, easy to read out, such as ``kq4w-Hm9a-xT3c``."""
    signs = tokens.drawn(INITIAL_ALPHABET, "initial password", seed)
    while True:
        password = "-".join("".join(islice(signs, 4)) for _ in range(3))
        if rules.classes(password) == 4:
            return password
