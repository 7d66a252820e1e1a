"""The yearly declaration on its page: signed once, listed for office and supervision until then (PROM-03)."""

from __future__ import annotations

import pytest

from tests.cases.hall import Office, case_office
from tests.support.callers import key_in, person_client, text_of
from yichuang.kernel.claims import proves

PAGE = "/declaration/"


@pytest.fixture
def office(db: None, monday: None) -> Office:
    return case_office()


@proves("PROM-03")
@proves("PROM-03", refuses=True)
def test_it_is_signed_once_and_leaves_the_office_s_list(office: Office) -> None:
    clerk, head = person_client(office.hall, "0302"), person_client(office.hall, "0001")
    assert "0302" in text_of(head.get(PAGE)).split("尚未签署")[1]
    key = key_in(clerk.get(PAGE))

    first = clerk.post(f"{PAGE}sign/", {"key": key})
    again = clerk.post(f"{PAGE}sign/", {"key": "0123456789abcdef0123456789abcdef"})

    assert first.status_code == 303
    assert again.status_code == 409 and "PROM-03" in again.content.decode()
    assert "签署于 2026-03-02" in text_of(clerk.get(PAGE)) or "2026-03-02" in text_of(clerk.get(PAGE))
    assert "0302" not in text_of(head.get(PAGE)).split("尚未签署")[1]


def test_who_does_not_watch_sees_only_their_own(office: Office) -> None:
    assert "尚未签署" not in text_of(person_client(office.hall, "0302").get(PAGE))
