"""The controls this room keeps."""

from yichuang.kernel.claims import control
from yichuang.kernel.vault import services as vault
from yichuang.kernel.vault.events import PersonalDataRevealed
from yichuang.training import events, rules, selectors, services

control(
    "STF-01",
    by=(services.pass_candidate, services.return_candidate, rules.review),
    proof=(events.CandidatePassed, events.CandidateReturned),
)
control(
    "STF-02",
    by=(
        services.pass_candidate,
        services.relax_age,
        services.post_candidate,
        rules.within_age,
        selectors.relaxed,
    ),
    proof=(events.AgeRelaxed, events.CandidatePassed, events.CandidateReturned),
)
control(
    "STF-03",
    by=(services.note_point, services.pass_candidate, rules.review),
    proof=(events.PointNoted, events.CandidatePassed),
)
control(
    "STF-04",
    by=(services.nominate, services.return_candidate, services.post_candidate, selectors.unfit_days),
    proof=(events.CandidateNominated, events.CandidateReturned, events.PersonPosted),
)
control(
    "STF-05",
    by=(services.issue_certificate, services.tell_certificates, selectors.unfit_days),
    proof=(events.CertificateIssued, events.CertificateNearEnd, events.QualificationLapsed),
)
control(
    "STF-06",
    by=(services.note_point, services.read_health_note, services.pass_candidate, vault.reveal),
    proof=(events.PointNoted, PersonalDataRevealed),
)
control(
    "STF-07",
    by=(services.nominate, services.post_candidate, selectors.nominations_of, selectors.unfit_days),
    proof=(events.CandidateNominated, events.PersonPosted),
)
control("STF-08", by=services.withdraw_person, proof=events.PersonWithdrawn)
