"""Why an act that brings others into a case is refused: one sentence each, with the control it keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class NobodyToCall(Refusal):
    """No attempt to tell this applicant has failed."""

    code = "nobody-to-call"
    sentence = _("Nobody waits to be telephoned about case %(number)s.")
    rule = "CAS-03"


class NotJoint(Refusal):
    """The version names no department to ask; asking one would add a step."""

    code = "not-joint"
    sentence = _("“%(item)s” asks no other department; a step the item does not have is not added.")
    rule = "ACC-06"


class JointOpen(Refusal):
    code = "joint-open"
    sentence = _("The departments of case %(number)s have been asked already.")
    rule = "JNT-01"


class DepartmentUnmapped(Refusal):
    """The catalogue names a department the hall does not know by that name."""

    code = "department-unmapped"
    sentence = _("“%(name)s” is no department of this hall. Ask the office to say which one is meant.")
    rule = "JNT-01"


class NotAsked(Refusal):
    code = "not-asked"
    status = 403
    sentence = _("Your department was not asked about this case.")
    rule = "JNT-02"


class NotOpenedYet(Refusal):
    code = "joint-not-open"
    status = 404
    sentence = _("No other department has been asked about case %(number)s.")
    rule = "JNT-01"


class SilenceCounted(Refusal):
    """Too late: the item lays down that silence agrees."""

    code = "silence-counted"
    sentence = _("The time for the opinion is over, and the item lays down that silence counts as agreement.")
    rule = "JNT-03"


class OpinionSettled(Refusal):
    code = "opinion-settled"
    sentence = _("Case %(number)s is decided or ended; opinions do not change any more.")
    rule = "JNT-04"


class MaterialHere(Refusal):
    """The case has it: it is used by reference and not asked for again."""

    code = "material-here"
    sentence = _(
        "“%(material)s” is in the case already (no. %(position)s). "
        "Use it there; the applicant is not asked again."
    )
    rule = "JNT-02"


class MaterialDemandedBefore(Refusal):
    code = "material-demanded-before"
    sentence = _("“%(material)s” has been asked for in this case already.")
    rule = "JNT-02"


class DataDiffer(Refusal):
    """Departments have different data on record, and nobody has said which hold."""

    code = "data-differ"
    sentence = _("Departments differ on: %(fields)s. Choose which holds before it is decided.")
    rule = "JNT-04"


class DatumUnknown(Refusal):
    code = "datum-unknown"
    status = 404
    sentence = _("There is no such datum on which the departments differ.")
    rule = "JNT-04"


class QueryUnknown(Refusal):
    code = "query-unknown"
    status = 404
    sentence = _("There is no such question in this hall.")
    rule = "INT-08"


class QueryStandsElsewhere(Refusal):
    code = "query-stands-elsewhere"
    sentence = _("The question is “%(state)s”: this is not possible now.")
    rule = "ONE-08"


class NotYourQuestion(Refusal):
    code = "not-your-question"
    status = 403
    sentence = _("The question was not put to you.")
    rule = "INT-08"


class DocumentNeeded(Refusal):
    """A higher body answers by a document."""

    code = "document-needed"
    status = 422
    sentence = _("What a higher body answers is entered with the number of its document.")
    rule = "ONE-08"


class NotInformedYet(Refusal):
    """A question is not over before the applicant knows."""

    code = "not-informed-yet"
    sentence = _("Say first when and how the applicant was told of the answer.")
    rule = "ONE-08"


class NothingToUrge(Refusal):
    code = "nothing-to-urge"
    sentence = _("There is nothing left to urge.")
    rule = "XFER-01"


class UrgedJustNow(Refusal):
    code = "urged-just-now"
    status = 429
    sentence = _("This was urged at %(time)s already. It can be urged again from %(again)s.")
    rule = "XFER-01"


class UrgedByHeads(Refusal):
    code = "urged-by-heads"
    status = 403
    sentence = _("A case is urged by its head, by the office, or by its applicant.")
    rule = "XFER-01"


class ReferralUnknown(Refusal):
    code = "referral-unknown"
    status = 404
    sentence = _("There is no such referral in this hall.")
    rule = "XFER-02"


class UnitUnknown(Refusal):
    """Only a department of the directory can be handed a case."""

    code = "unit-unknown"
    status = 422
    sentence = _("There is no such department in this hall’s directory.")
    rule = "XFER-02"


class UnitMissing(Refusal):
    code = "unit-missing"
    sentence = _("Case %(number)s belongs to no department yet; only the office can assign it.")
    rule = "XFER-02"


class ReferralPending(Refusal):
    code = "referral-pending"
    sentence = _("Case %(number)s is on its way to another department, which has not answered yet.")
    rule = "XFER-02"


class ReferralAnswered(Refusal):
    code = "referral-answered"
    sentence = _("This referral has been answered already.")
    rule = "XFER-02"


class ToOneself(Refusal):
    code = "referred-to-oneself"
    sentence = _("Case %(number)s is with this department already.")
    rule = "XFER-03"


class GoesInACircle(Refusal):
    """Back to a department that had it, and nobody did anything in between: the office says whose it is."""

    code = "goes-in-a-circle"
    sentence = _(
        "Case %(number)s would go back to a department that had it before, "
        "and nobody has worked on it since. It now lies with the office, which says whose it is."
    )
    rule = "XFER-03"


class OfficeAssigns(Refusal):
    code = "office-assigns"
    status = 403
    sentence = _("Case %(number)s came back too often or was assigned: only the office says whose it is.")
    rule = "XFER-04"


class AssignmentBinds(Refusal):
    code = "assignment-binds"
    sentence = _("The office has assigned case %(number)s; that binds, and it cannot be sent back.")
    rule = "XFER-04"


class NotYourReferral(Refusal):
    code = "not-your-referral"
    status = 403
    sentence = _("This case was not handed on to your department.")
    rule = "XFER-02"


class ApproverNeeded(Refusal):
    """Express handling is approved by somebody else who may."""

    code = "approver-needed"
    status = 422
    sentence = _("Express handling needs another person’s approval, who holds the mandate for it.")
    rule = "PRI-02"


class ExpressAlready(Refusal):
    code = "express-already"
    sentence = _("Case %(number)s is handled express already.")
    rule = "PRI-02"


class NothingToShorten(Refusal):
    code = "nothing-to-shorten"
    sentence = _("No time of case %(number)s can be shortened any more.")
    rule = "PRI-02"


class AlertUnknown(Refusal):
    code = "alert-unknown"
    status = 404
    sentence = _("There is no such alert for you.")
    rule = "TIME-03"


class ResultNotLying(Refusal):
    """Reminded is who has been told that a result lies ready and has not fetched it."""

    code = "result-not-lying"
    sentence = _("No result of case %(number)s lies uncollected.")
    rule = "CAS-06"
