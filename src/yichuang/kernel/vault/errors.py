"""Why the vault does not open."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class EntryUnknown(Refusal):
    """No such entry in this hall; one of another hall looks the same."""

    code = "entry-unknown"
    status = 404
    sentence = _("There is no such personal data in this hall.")


class EntryShredded(Refusal):
    """The value was destroyed when its time was over."""

    code = "entry-shredded"
    status = 410
    sentence = _("This personal data was destroyed when its retention period ended.")


class ValueUnfit(Refusal):
    """The value is not what it is said to be."""

    code = "value-unfit"
    status = 422
    sentence = _("This is not a valid %(kind)s. Please check it.")


class ExpiryMissing(Refusal):
    """Personal data is kept for a purpose and until a day."""

    code = "expiry-missing"
    status = 422
    sentence = _("Personal data is only kept for a named purpose and until a day.")


class ReasonMissing(Refusal):
    """Nobody looks at personal data without saying why."""

    code = "reason-missing"
    status = 422
    rule = "PRV-02"
    sentence = _("Say why you need to see this personal data; the reason is recorded.")


class WrongPurpose(Refusal):
    """Kept for one purpose, asked for another."""

    code = "wrong-purpose"
    status = 403
    rule = "PRV-01"
    sentence = _("This personal data was given for another purpose and is not shown for this one.")


class OnlyPersonsReveal(Refusal):
    """A device or the system never looks at a value in full."""

    code = "only-persons-reveal"
    status = 403
    rule = "PRV-01"
    sentence = _("Only a signed-in person may see personal data in full.")


class UndertakingMissing(Refusal):
    """Nobody sees personal data who has not vowed, this year, to keep it secret."""

    code = "undertaking-missing"
    status = 403
    rule = "PRV-03"
    sentence = _("Personal data opens once you have signed this year’s undertaking to keep secrets.")


class UndertakingUnfit(Refusal):
    """An undertaking is signed by a person, for a year that has begun and is not over."""

    code = "undertaking-unfit"
    status = 422
    rule = "PRV-03"
    sentence = _("An undertaking is signed by a person, for the year that runs.")


class VaultKeyMissing(Refusal):
    """The key file that encrypted this entry is not on this machine."""

    code = "vault-key-missing"
    status = 503
    sentence = _("The vault's key file is missing on this machine. Put it back into the keys folder.")


class Tampered(Refusal):
    """The row does not authenticate: bytes, hall, kind or purpose were changed outside the services."""

    code = "vault-tampered"
    status = 500
    sentence = _("This personal data was changed outside the system and cannot be read.")
