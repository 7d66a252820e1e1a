"""Told once across applications: what was taken back and is handed in anew is still the same matter."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases.models import Case
from yichuang.cases.services.untold import left_untold
from yichuang.cases.types import CaseState
from yichuang.kernel.types import Actor
from yichuang.notices import services as notice_services
from yichuang.notices.types import NoticeCard


def suspect_left_out(case: Case, told_now: NoticeCard, *, by: Actor, at: datetime) -> None:
    """Tell as suspected what the notice of an earlier application could have told already (ONE-03).

    The applicant's last application for the same version of the item, answered alike, that ended without
    acceptance: asking for more in a new one is the second telling by another door.  It is not refused, since
    what was whole then may be missing now; whether it was wrong is for others to verify (ONE-10).
    """
    before = _before(case)
    if before is None:
        return
    if suspicion := left_untold(case, before, told_now.gaps):
        notice_services.suspect(suspicion, by=by, at=at)


def _before(case: Case) -> Case | None:
    """Return the applicant's last application before this, where it was the same and came to nothing."""
    if not case.applicant_index:
        return None
    others = Case.objects.filter(
        hall_id=case.hall_id,
        applicant_index=case.applicant_index,
        item_id=case.item_id,
        submitted_at__lt=case.submitted_at,
    )
    last = others.order_by("-submitted_at", "-id").first()
    if last is None or last.state != CaseState.WITHDRAWN or last.accepted_at is not None:
        return None
    same = (last.item_version_id, last.answers) == (case.item_version_id, case.answers)
    return last if same else None
