"""Why a door stays shut."""

from __future__ import annotations

from typing import ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class SignInNeeded(Refusal):
    """Nobody is signed in, or no longer."""

    code = "sign-in-needed"
    status = 401
    sentence = _(
        "Please sign in first. What you have typed stays here: sign in on another tab and try again."
    )


class EnrolNeeded(Refusal):
    """The door is for an enrolled device and this is none."""

    code = "enrol-needed"
    status = 401
    sentence = _("This device is not enrolled here, or no longer. Ask the office for an enrolment code.")


class PasswordDue(Refusal):
    """The initial or worn-out password comes first."""

    code = "password-due"
    status = 403
    sentence = _("Change your password first, then go on.")


class NotYourDoor(Refusal):
    """The caller is known and this door is not for them."""

    code = "not-your-door"
    status = 403
    sentence = _("%(door)s is only for: %(who)s.")


class NoCsrf(Refusal):
    """A page of somebody else tried to use the caller's cookie."""

    code = "not-from-our-page"
    status = 403
    sentence = _("This did not come from a page of this hall. Reload the page and try again.")


class WrongSignIn(Refusal):
    """Hall, worker number or password is wrong; which of them is not said."""

    code = "wrong-sign-in"
    status = 401
    sentence = _("Hall code, worker number or password is wrong. Attempts left: %(left)d.")


class LockedOut(Refusal):
    """Too many wrong passwords for this worker number from this address."""

    code = "locked-out"
    status = 429
    sentence = _("Too many wrong passwords. This worker number can sign in here again from %(until)s.")


class AccountUnknown(Refusal):
    """No such account in this hall; one of another hall looks the same."""

    code = "account-unknown"
    status = 404
    sentence = _("There is no such account in this hall.")


class AccountTaken(Refusal):
    """The worker number or the person has an account already."""

    code = "account-taken"
    sentence = _("Worker number %(number)s or its person already has an account.")


class WorkerNumberUnfit(Refusal):
    """A login name is made of hall code and worker number, and this one can not be."""

    code = "worker-number-unfit"
    status = 422
    sentence = _("A worker number is 1 to 32 letters and digits.")


class PasswordUnfit(Refusal):
    """The new password breaks a rule; the sentence says which."""

    code = "password-unfit"
    status = 422
    sentence: ClassVar[str | Promise] = "%(why)s"


class InitialReplaced(Refusal):
    """A form that gave an initial password was sent again after that password had been replaced."""

    code = "initial-replaced"
    sentence = _("This form was sent before, and the initial password it gave no longer opens the account.")


class OldPasswordWrong(Refusal):
    """The present password was not given correctly."""

    code = "old-password-wrong"
    status = 422
    sentence = _("The present password is not right.")


class RoleNotGranted(Refusal):
    """Citizens, the public and the system are nobody's role."""

    code = "role-not-granted"
    status = 422
    sentence = _("Nobody signs in as %(role)s.")


class RolesApart(Refusal):
    """Who runs the system may not be who watches over it."""

    code = "roles-apart"
    sentence = _("%(wanted)s and %(held)s may not be the same person.")


class LastKeeper(Refusal):
    """Somebody must be left who can open accounts and give roles, and not only until some day."""

    code = "last-keeper"
    sentence = _("Nobody else in the hall can give roles for good. Make somebody else hall office first.")


class GrantUnknown(Refusal):
    """No such grant in this hall."""

    code = "grant-unknown"
    status = 404
    sentence = _("There is no such role given in this hall.")


class DeviceUnknown(Refusal):
    """No such device in this hall; one of another hall looks the same."""

    code = "device-unknown"
    status = 404
    sentence = _("There is no such device in this hall.")


class KeypadWithoutWindow(Refusal):
    """A keypad presses for one window and for no other."""

    code = "keypad-without-window"
    status = 422
    sentence = _("A keypad belongs to one window; choose it.")


class CodeUnknown(Refusal):
    """The code was never issued, is used up or too old; which is not said."""

    code = "code-unknown"
    status = 422
    sentence = _(
        "This code is not valid (any more). A code works once and for %(minutes)d minutes; ask for a new one."
    )


class TooManyCodes(Refusal):
    """Too many wrong codes from one address."""

    code = "too-many-codes"
    status = 429
    sentence = _("Too many wrong codes from here. Try again from %(until)s.")
