"""Why an act on a file is refused."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal
from yichuang.kernel.sheets import Fault


class PapersMissing(Refusal):
    """Something the file must hold is not on record, or was not seen in the folder."""

    code = "papers-missing"
    sentence = _("Case %(number)s cannot be archived; missing in its file: %(papers)s.")
    rule = "ARC-01"


class NotAnArchivist(Refusal):
    code = "not-an-archivist"
    status = 403
    sentence = _("Files are lent, held and destroyed by the office or the head of their department.")
    rule = "ARC-03"


class UnknownFile(Refusal):
    """There is none, or none this person may know of: both sound alike."""

    code = "unknown-file"
    status = 404
    sentence = _("There is no such file in the archive.")
    rule = "PRV-01"


class FileGone(Refusal):
    code = "file-gone"
    status = 410
    sentence = _("File %(code)s was destroyed.")
    rule = "ARC-03"


class LoanPurposeMissing(Refusal):
    code = "loan-purpose-missing"
    status = 422
    sentence = _("Say what the file is borrowed for.")
    rule = "ARC-02"


class LoanDayUnfit(Refusal):
    code = "loan-day-unfit"
    status = 422
    sentence = _("A file is lent until a day from tomorrow on, for %(most)s days at most.")
    rule = "ARC-02"


class BorrowerUnfit(Refusal):
    code = "borrower-unfit"
    status = 403
    sentence = _("This file is confidential: it is lent only to who may see its case.")
    rule = "CRT-02"


class FileLentAlready(Refusal):
    code = "file-lent"
    sentence = _("File %(code)s is lent until %(day)s.")
    rule = "ARC-02"


class NothingLent(Refusal):
    code = "nothing-lent"
    status = 404
    sentence = _("There is no such loan, or the file is back already.")
    rule = "ARC-02"


class HoldDocumentMissing(Refusal):
    code = "hold-document-missing"
    status = 422
    sentence = _("A hold names the paper it stands on and its reason.")
    rule = "ARC-04"


class NothingHeld(Refusal):
    code = "nothing-held"
    status = 404
    sentence = _("There is no such hold, or it is lifted already.")
    rule = "ARC-04"


class RetentionRuns(Refusal):
    code = "retention-runs"
    sentence = _("File %(code)s must be kept until %(day)s.")
    rule = "ARC-04"


class FileHeld(Refusal):
    code = "file-held"
    sentence = _("File %(code)s is under a legal hold and cannot be destroyed.")
    rule = "ARC-04"


class FileListed(Refusal):
    code = "file-listed"
    sentence = _("File %(code)s already stands on a list of files to be destroyed.")
    rule = "ARC-03"


class ListEmpty(Refusal):
    code = "list-empty"
    status = 422
    sentence = _("A list of files to be destroyed names from one to %(most)s files, and why.")
    rule = "ARC-03"


class UnknownList(Refusal):
    code = "unknown-list"
    status = 404
    sentence = _("There is no such list of files to be destroyed.")
    rule = "ARC-03"


class ListClosed(Refusal):
    code = "list-closed"
    sentence = _("List %(number)s is done or taken back; nothing about it can be changed.")
    rule = "ARC-03"


class OtherApproverNeeded(Refusal):
    """Whoever drew the list up, or approved it before, cannot be the second pair of eyes."""

    code = "other-approver-needed"
    status = 403
    sentence = _("A list is drawn up by one and approved by two others; you have had your part in it.")
    rule = "ARC-03"


class ApprovalsMissing(Refusal):
    code = "approvals-missing"
    sentence = _("List %(number)s has %(count)s of the two approvals it needs; nothing is destroyed before.")
    rule = "ARC-03"


class ImportUnfit(Refusal):
    """A register with a line that does not fit; nothing of it was entered."""

    code = "import-unfit"
    status = 422
    sentence = _("Nothing was entered. Line %(line)s: %(reason)s (%(count)s in all)")
    rule = "ARC-01"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__(line=faults[0].line, reason=faults[0].reason, count=len(faults))
