"""The controls this room keeps."""

from yichuang.cases import events, selectors, services
from yichuang.cases.rules import applicants, archive, checklist, looks, referrals, sight, states
from yichuang.cases.services import clocks, common, gates, papers, visits
from yichuang.cases.services.decide import mandated
from yichuang.cases.services.handed_in_anew import suspect_left_out
from yichuang.deadlines.events import DeadlinePassed
from yichuang.kernel.claims import control
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.events import PersonalDataRevealed
from yichuang.posts.events import HandoverSigned

control("AB-05", by=(common.in_house, services.decide, selectors.eyes), proof=events.CaseDecided)
control("AB-07", by=selectors.slipped, proof=DeadlinePassed)
control("AB-08", by=(selectors.open_in_hand, selectors.eyes, services.pause), proof=HandoverSigned)
control("INT-04", by=(services.submit, applicants.flaw_of), proof=events.CaseSubmitted)
control("INT-06", by=services.submit, proof=events.CaseSubmitted)
control("ACC-01", by=(services.check, checklist.missing), proof=events.MaterialsChecked)
control("ACC-02", by=(services.submit, applicants.flaw_of), proof=events.CaseSubmitted)
control("ACC-04", by=(services.refuse_acceptance, papers.not_accepted), proof=events.CaseNotAccepted)
control("ACC-06", by=(services.check, checklist.unasked), proof=events.MaterialsChecked)
control("ACC-07", by=(states.arrow, common.arrow), proof=(events.CaseSentBack, events.ActRefused))
control("ACC-08", by=services.decide, proof=events.CaseDecided)
control(
    "ACC-10", by=(services.submit, applicants.flaws_of, services.known_applicant), proof=events.CaseSubmitted
)
control("BAN-09", by=(services.check, checklist.unasked), proof=events.MaterialsChecked)
control("CAS-01", by=(states.arrow, common.arrow), proof=events.ActRefused)
control(
    "CAS-03",
    by=(services.notify, selectors.unnotified, services.telling_failed, services.call_again, selectors.calls),
    proof=(events.ApplicantNotified, events.ApplicantNotReached, events.CallDue),
)
control("CAS-04", by=(services.prepare_result, services.notify), proof=events.ApplicantNotified)
control(
    "CAS-05",
    by=(services.deliver, services.hand_again),
    proof=(events.ResultDelivered, events.ReissueDelivered),
)
control(
    "CAS-06",
    by=(services.deliver, services.close, services.tell_uncollected, services.remind_applicant),
    proof=(events.ResultDelivered, events.CaseClosed, events.ApplicantReminded),
)
control(
    "CAS-08",
    by=(services.ask_correction, services.approve_correction),
    proof=(events.CorrectionAsked, events.ResultCorrected),
)
control("CHF-03", by=(services.decide, mandated), proof=(events.CaseDecided, events.ActRefused))
# the attempt is refused as if there were no such case, not with 403: docs/decisions/0014
control(
    "CRT-02", by=(common.in_house, selectors.look, selectors.visible, sight.may_see), proof=events.ActRefused
)
control("JOB-01", by=(services.decide, services.settle, papers.result), proof=events.CaseDecided)
control("JOB-02", by=(common.at_own_window, services.deliver, services.close), proof=events.CaseClosed)
control("JOB-03", by=(services.accept, services.tell_once), proof=(events.CaseAccepted, events.GapsTold))
control(
    "ONE-03",
    by=(services.check, checklist.missing, checklist.untold, services.tell_once, suspect_left_out),
    proof=events.GapsTold,
)
control("ONE-04", by=(services.check, services.accept, checklist.untold), proof=events.CaseAccepted)
control("ONE-06", by=(services.decide, papers.refusal), proof=events.CaseDecided)
control("SHR-02", by=(services.known_applicant, selectors.look, vault.reveal), proof=PersonalDataRevealed)
control("SHR-01", by=(services.check, checklist.faults), proof=events.MaterialsChecked)
control(
    "TIME-02",
    by=(services.accept, services.pause, services.ask_pause, services.approve_pause, clocks.pause_all),
    proof=(events.CaseTimePaused, events.PauseApproved),
)
control("TIME-04", by=(services.accept, papers.receipt), proof=events.CaseAccepted)
control("TIME-05", by=(services.give_opinion, services.decide), proof=events.OpinionGiven)
control("TIME-07", by=(services.close, services.explain_lateness), proof=events.LatenessExplained)
control("TWO-01", by=visits.count_visit, proof=(events.VisitCounted, events.VisitsExceeded))
control("FEE-02", by=(services.take_cash, services.open_till), proof=(events.FeePaid, events.FloatShort))
control("FEE-03", by=(services.show_bill, services.take_cash), proof=(events.BillShown, events.FeePaid))
control(
    "FEE-04",
    by=(services.tell_late_deposits, services.close_till, services.deposit),
    proof=(events.DepositLate, events.TillClosed, events.MoneyDeposited),
)
control("FEE-05", by=(services.agree, services.draw_bill), proof=events.FeeAgreed)
control(
    "FEE-06",
    by=(services.draw_bill, services.approve_refund, services.grant_remission),
    proof=(events.BillDrawn, events.RefundApproved, events.RemissionGranted),
)

control(
    "PUB-08",
    by=(services.tell_changes, selectors.told_of, services.approve_move),
    proof=(events.ApplicantToldOfChange, events.VersionMoveDecided),
)

# bringing others in
control("CHF-04", by=(services.open_joint, mandated), proof=events.JointOpened)
control(
    "JNT-01",
    by=(services.open_joint, services.count_silence, gates.before_decision),
    proof=(events.JointOpinionGiven, events.JointSilenceCounted),
)
control(
    "JNT-02",
    by=(services.find_material, services.demand_material, selectors.pointers),
    proof=(events.MaterialPointedOut, events.DemandRefused),
)
control("JNT-03", by=(services.count_silence, services.hear), proof=events.JointSilenceCounted)
control(
    "JNT-04",
    by=(services.note_datum, services.choose_datum, gates.before_decision),
    proof=(events.DatumNoted, events.DatumChosen),
)
control(
    "ONE-08",
    by=(services.raise_query, services.inform_client, services.close_query),
    proof=(events.QueryRaised, events.QueryAnswered, events.ClientInformed),
)
control("INT-08", by=(services.escalate_query, services.answer_query), proof=events.QueryEscalated)
control(
    "ACC-05", by=(gates.before_refusal, gates.query_answered), proof=(events.ActRefused, events.QueryAnswered)
)
control("XFER-01", by=(services.urge, services.urge_overdue, selectors.urges), proof=events.CaseUrged)
control(
    "XFER-02",
    by=(services.refer, services.confirm_referral, services.return_referral),
    proof=(events.ReferralConfirmed, events.ReferralReturned),
)
control("XFER-03", by=(services.refer, referrals.hitch_of), proof=events.ReferralDisputed)
control("XFER-04", by=(services.assign_case, services.return_referral), proof=events.CaseAssigned)
control("PRI-02", by=(services.make_express, clocks.start_step), proof=events.ExpressGranted)
control("CAS-10", by=(selectors.stale, services.hear), proof=DeadlinePassed)
control(
    "ARC-01",
    by=(services.archive, archive.missing, selectors.unfiled, services.import_files),
    proof=events.CaseArchived,
)
control(
    "ARC-02",
    by=(services.lend, services.take_back, services.remind_of_loan),
    proof=(events.FileLent, events.LoanOverdue),
)
control(
    "ARC-04",
    by=(selectors.proposed, services.set_hold, services.draw_up, archive.bars),
    proof=(events.HoldSet, events.DestructionDrawnUp),
)
control("PRV-02", by=(services.watch_looks, looks.is_burst), proof=events.ViewsBurst)
control(
    "PRV-06",
    by=(services.export_few, services.approve_export, services.take_export),
    proof=(events.ExportApproved, events.CasesExported),
)
control(
    "ARC-03",
    by=(services.draw_up, services.approve_destruction, services.destroy),
    proof=(events.DestructionApproved, events.FilesDestroyed),
)
control("JOB-06", by=services.tell_unfiled_months, proof=events.WindowNotFiled)
control(
    "PRV-01",
    by=(services.look, selectors.visible, sight.may_see, services.export_few, services.take_export),
    proof=(events.ActRefused, events.CasesExported),
)
control(
    "PROM-04",
    by=(
        services.note_hard_question,
        services.remind_of_hard_question,
        services.answer_hard_question,
        selectors.answered_hard_questions,
    ),
    proof=(events.HardQuestionNoted, events.HardQuestionOverdue, events.HardQuestionAnswered),
)
control("PROM-05", by=(services.note_hard_question, services.offer_way), proof=events.WayOffered)
control("CRT-01", by=(clocks.start_step, services.hear, selectors.case_by_token), proof=DeadlinePassed)
