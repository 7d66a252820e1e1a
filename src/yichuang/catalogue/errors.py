"""Why the catalogue refuses: one sentence each."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.types import Finding
from yichuang.kernel.errors import Refusal
from yichuang.kernel.sheets import Fault


class ItemUnknown(Refusal):
    """The hall does not offer this item on that day."""

    code = "item-unknown"
    status = 404
    sentence = _("This hall does not offer that item.")


class CatalogueUnfit(Refusal):
    """A catalogue file with a bad row; nothing of it was taken over."""

    code = "catalogue-unfit"
    status = 422
    sentence = _("The catalogue was not imported. Line %(line)s: %(reason)s (%(count)s in all)")

    def __init__(self, faults: tuple[Fault, ...], findings: tuple[Finding, ...] = ()) -> None:
        self.faults = faults
        self.findings = findings
        super().__init__(line=faults[0].line, reason=faults[0].reason, count=len(faults))


class FileMissing(Refusal):
    """A form without the file it is about."""

    code = "file-missing"
    status = 422
    sentence = _("Choose the file first.")


class ForcePassed(Refusal):
    """A version comes into force today or later: what was in force stays as it was."""

    code = "force-passed"
    status = 422
    sentence = _("A version comes into force today or later, never in the past.")


class NothingForThisHall(Refusal):
    """The file has no item for a hall of this kind."""

    code = "nothing-for-this-hall"
    status = 422
    sentence = _("The file has no item for a hall of this kind (%(profile)s).")
