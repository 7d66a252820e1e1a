"""Why a press of a keypad is refused, beside what the verbs themselves refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class UnknownKey(Refusal):
    code = "unknown-key"
    status = 422
    sentence = _("A keypad has no such key.")


class PressUnnamed(Refusal):
    code = "press-unnamed"
    status = 422
    sentence = _("A press needs a name of its own: 4 to 64 letters, digits, dots and dashes.")


class NobodyAtTheKeypad(Refusal):
    code = "nobody-at-the-keypad"
    sentence = _("Nobody who may serve is signed on at window %(number)s; sign on at its desk first.")
    rule = "QUE-01"


class NotThatOne(Refusal):
    """The display was behind: the key was meant for another ticket."""

    code = "not-that-one"
    sentence = _("The window has another ticket now; look at the display and press again.")


class NobodyHere(Refusal):
    code = "nobody-here"
    sentence = _("Nobody is at this window now.")


class NobodyInTheLounge(Refusal):
    code = "nobody-in-the-lounge"
    sentence = _("Nobody waits in the lounge for this window.")
