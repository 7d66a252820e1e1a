"""Cases on their way into the archive, for the tests of it: closed, filed, long past their time."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.cases.hall import IN_HAND, PLACE, Office
from tests.support.hall import MORNING
from yichuang.cases import services
from yichuang.cases.types import CaseCard, Decision
from yichuang.cases.types.archive import FileCard, Piece
from yichuang.kernel.access import selectors as accounts
from yichuang.kernel.access import services as access
from yichuang.kernel.access.types import Role
from yichuang.kernel.types import Actor

ALL = frozenset(Piece)
LATER = MORNING + timedelta(hours=1)
#: Ten years after the one it was closed in are over.
LONG_AFTER = datetime(2037, 1, 4, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def closed(office: Office, item: str = "PERMIT", *, at: datetime = MORNING) -> CaseCard:
    """Bring a case to its end at the window."""
    case = office.delivered(item, at=at) if item != "SECRET" else _in_one_hand(office, at)
    return services.close(case_id=case.id, by=office.clerk, at=at)


def _in_one_hand(office: Office, at: datetime) -> CaseCard:
    """Bring a confidential case to its handover: nobody but its clerk and the heads know of it."""
    case, by = office.accepted("SECRET", at=at), office.clerk
    services.begin_handling(case_id=case.id, by=by, at=at)
    services.propose(case_id=case.id, proposal=Decision.APPROVED, by=by, at=at)
    services.decide(case_id=case.id, decision=Decision.APPROVED, by=office.chief, at=at)
    services.prepare_result(case_id=case.id, collection=PLACE, by=by, at=at)
    services.notify(case_id=case.id, by=by, at=at)
    return services.deliver(case_id=case.id, handover=IN_HAND, by=by, at=at)


def filed(office: Office, item: str = "PERMIT", *, at: datetime = MORNING) -> FileCard:
    """Put a closed case into the archive with everything in its folder."""
    case = closed(office, item, at=at)
    return services.archive(case_id=case.id, in_folder=ALL, place="3号柜", by=office.clerk, at=at)


def office_person(office: Office) -> Actor:
    """Who runs the office and keeps the archive."""
    return office.hall.person("0001")


def as_role(office: Office, number: str, role: Role) -> Actor:
    """Give a person one more role, hall-wide, and return them."""
    person = office.hall.person(number)
    account = next(one for one in accounts.accounts(office.id) if one.person_id == person.id)
    access.grant_role(account_id=account.id, role=role, by=office.hall.by, at=MORNING)
    return person
