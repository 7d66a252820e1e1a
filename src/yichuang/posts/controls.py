"""The controls this room keeps."""

from yichuang.kernel.claims import control
from yichuang.posts import events, rules, selectors, services
from yichuang.posts.events import (
    DelegationGranted,
    DepartmentStationed,
    HoursNotKept,
    OutsideItemMovedIn,
    OutsideItemNoted,
    OverreachAttempted,
    PostAdded,
    PostVacant,
    SignedOff,
    SignedOn,
)
from yichuang.posts.rules.stationing import flaw_of

control(
    "AB-01",
    by=(
        services.publish_shifts,
        services.set_shift,
        services.make_pool,
        services.change_pool,
        services.end_pool,
        selectors.shift_faults,
        rules.shift_faults,
    ),
    proof=(events.ShiftsPublished, events.ShiftChanged, events.PoolMade, events.PoolChanged),
)
control(
    "AB-02",
    by=(selectors.vacancies, rules.vacant_since, services.tell_vacancies, selectors.tells),
    proof=(PostVacant, events.VacancyRaised),
)
control(
    "AB-03",
    by=(services.approve_leave, services.sign_handover, selectors.handover_deadline),
    proof=(events.HandoverSigned, events.LeaveApproved),
)
control(
    "AB-04",
    by=(services.stand_in, services.sign_on, services.request_leave, selectors.handovers_due),
    proof=(events.CoverNamed, events.CoverStarted),
)
control(
    "AB-05",
    by=(selectors.acting_for, selectors.may_serve, selectors.may_decide, services.tell_covers),
    proof=(events.CoverStarted, events.CoverEnded),
)
control(
    "AB-09",
    by=(selectors.lone_vacancies, services.tell_covers, services.request_leave, services.publish_shifts),
    proof=events.CoverStarted,
)
control(
    "AB-10",
    by=(
        services.approve_leave,
        services.name_cover,
        services.allow_without_reserve,
        selectors.unfit_to_cover,
    ),
    proof=events.CoverNamed,
)
control(
    "ATT-01",
    by=(selectors.attendance, rules.attended, services.ask_restatement, services.approve_restatement),
    proof=(SignedOn, SignedOff, events.RestatementAsked, events.RestatementSettled),
)
control(
    "ATT-02",
    by=(services.tell_absences, services.approve_leave, services.file_proof),
    proof=(events.PersonAbsent, events.AbsenceExcused),
)
control("ATT-03", by=(services.approve_leave, selectors.places_to_cover), proof=events.LeaveApproved)
control(
    "ATT-04",
    by=(services.pause_window, services.tell_overdue_returns, services.sign_on, services.stand_in),
    proof=(events.LeftPost, events.ReturnOverdue, events.WrongPost),
)
control(
    "ATT-06",
    by=(services.approve_leave, services.refuse_leave, selectors.may_decide_leave, services.tell_absences),
    proof=(events.LeaveApproved, events.PersonAbsent),
)
control(
    "ATT-07",
    by=(services.submit_leave, services.withdraw_leave, services.return_early, rules.leave_arrow),
    proof=(events.LeaveRequested, events.LeaveSubmitted, events.LeaveStarted, events.LeaveEnded),
)
control(
    "ATT-08",
    by=(services.acknowledge_posting, selectors.overdue_postings),
    proof=(events.HolderAdded, events.PostingAcknowledged),
)
control("EXT-03", by=(selectors.extra_time, rules.minutes_within), proof=(SignedOn, SignedOff))
control("HRS-03", by=(selectors.hours_breaches, rules.breaches, services.tell_breaches), proof=HoursNotKept)
control("HRS-04", by=services.bend_rules, proof=events.RuleBent)
control("HRS-06", by=(selectors.may_serve, services.sign_on), proof=SignedOn)
control("LOC-02", by=(selectors.whereabouts, services.sign_on, selectors.may_serve), proof=SignedOn)
control("LOC-03", by=(services.tell_overdue_returns, selectors.overdue_returns), proof=events.ReturnOverdue)
control("ORG-01", by=(selectors.warnings, services.sign_on), proof=(PostAdded, SignedOn))
control("CHF-01", by=(services.station_department, flaw_of), proof=DepartmentStationed)
control(
    "CHF-02",
    by=(selectors.delegation_gaps, services.require_mandate, rules.decide),
    proof=(DelegationGranted, OverreachAttempted),
)
control(
    "CHF-07",
    by=(rules.decide, services.grant_delegation, selectors.may_decide),
    proof=(DelegationGranted, OverreachAttempted),
)
control(
    "CHF-05",
    by=(selectors.stationing, services.note_outside_item, services.move_item_in),
    proof=(OutsideItemNoted, OutsideItemMovedIn),
)
control(
    "QUE-09",
    by=(services.set_need, services.publish_roster, selectors.cover_of, selectors.windows_asked),
    proof=(events.NeedSet, events.RosterShort),
)
control(
    "ROT-01",
    by=(services.file_roster, services.faults_of, services.allow_without_reserve, selectors.shift_faults),
    proof=(events.RosterFiled, events.ReserveWaived),
)
control(
    "ROT-02",
    by=(services.tell_rosters, services.file_roster, services.return_roster),
    proof=(events.RosterDueSoon, events.RosterLate, events.RosterFiled),
)
control(
    "ROT-03",
    by=(services.file_roster, services.publish_roster, selectors.shift_faults),
    proof=(events.RosterFiled, events.RosterPublished),
)
control(
    "ROT-04",
    by=(services.ask_swap, services.agree_to_swap, services.approve_swap),
    proof=(events.SwapAsked, events.SwapAgreed, events.SwapSettled),
)
control(
    "ROT-05",
    by=(
        services.set_cells,
        services.file_roster,
        services.publish_shifts,
        services.set_shift,
        selectors.shift_faults,
        selectors.unfit_days,
        rules.shift_faults,
    ),
    proof=(events.RosterCellSet, events.RosterFiled, events.ShiftsPublished, events.ShiftChanged),
)
