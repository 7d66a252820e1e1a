"""Lists of cases leave masked and marked, a long one by approval; supervision sees who leafed through."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from tests.cases.filing import LATER, as_role
from tests.cases.hall import ZHANG, Office, case_office
from tests.cases.test_looks import copies, leaf_through
from tests.screens.test_archive import at_desk, form, text
from tests.support.hall import MORNING
from yichuang.cases import selectors
from yichuang.kernel import clock
from yichuang.kernel.access.types import Role
from yichuang.kernel.claims import proves
from yichuang.kernel.sheets import read_table
from yichuang.kernel.vault.models import Undertaking
from yichuang.kernel.vault.scanner import scan
from yichuang.regulations import services as regulations

PAGE = "/office/exports/"
WATCH = "/office/secrecy/"


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    office = case_office()
    with clock.frozen(LATER):
        yield office


def inside(data: bytes) -> str:
    packed = zipfile.ZipFile(io.BytesIO(data))
    return "".join(packed.read(one).decode() for one in packed.namelist() if one.endswith(".xml"))


def test_a_short_list_is_a_workbook_with_masked_names_and_a_mark(office: Office) -> None:
    case = office.submit("ABOVE")
    desk = at_desk(office, "0301")

    assert "1 件" in text(desk, PAGE)
    data = desk.post(f"{PAGE}take/", {}).content

    (row,) = [row for _line, row in read_table(data)]
    assert (row["办件编号"], row["申请人"], row["证件号码"]) == (case.number, "张*国", "1101**********002X")
    assert scan(inside(data), where="workbook", names=[ZHANG.name]) == []
    assert "0301" in inside(data) and "background" not in inside(data)
    assert any(name.endswith(".png") for name in zipfile.ZipFile(io.BytesIO(data)).namelist())


@proves("PRV-06", refuses=True)
def test_a_long_list_goes_by_approval_of_another(office: Office) -> None:
    regulations.set_parameter(
        hall_id=office.id,
        parameter="prv.export_rows",
        value=3,
        active_from=date(2026, 3, 3),
        reason="从严",
        by=office.hall.by,
        at=MORNING,
    )
    copies(office, 3)
    with clock.frozen(LATER.replace(day=3)):
        desk, head = at_desk(office, "0301"), at_desk(office, "0306")
        assert desk.post(f"{PAGE}take/", {}).status_code == 403
        assert "申请批准" in text(desk, PAGE)
        assert desk.post(f"{PAGE}ask/", form(purpose="")).status_code == 422
        assert desk.post(f"{PAGE}ask/", form(purpose="年度核查")).status_code == 303
        (asked,) = selectors.exports(office.id, MORNING)
        assert desk.post(f"{PAGE}{asked.id}/take/", {}).status_code == 403
        assert "年度核查" not in text(head, PAGE)
        assert "年度核查" in head.post(f"{PAGE}{asked.id}/read/", {}).content.decode()
        assert at_desk(office, "0302").post(f"{PAGE}{asked.id}/read/", {}).status_code == 404
        assert head.post(f"{PAGE}{asked.id}/approve/", form()).status_code == 303
        assert "待批" not in text(head, PAGE)
        data = desk.post(f"{PAGE}{asked.id}/take/", {}).content
        assert len(read_table(data)) == 4 and "批准人" in inside(data)
        assert desk.post(f"{PAGE}{asked.id}/take/", {}).status_code == 404


def test_a_list_is_narrowed_by_days_states_and_department(office: Office) -> None:
    office.submit("ABOVE")
    desk = at_desk(office, "0301")
    department = office.hall.departments["许可处"].hex

    fits = "?since=2026-03-02&until=2026-03-02&state=submitted&department=" + department
    assert "1 件" in text(desk, PAGE + fits)
    for misses in ("?until=2026-03-01", "?state=closed", "?since=nonsense&state=nonsense&since=2026-03-03"):
        assert "0 件" in text(desk, PAGE + misses)
    assert desk.post(f"{PAGE}take/", {"state": "closed"}).status_code == 422


def signed_in(office: Office, role: Role = Role.SUP) -> Client:
    as_role(office, "0003", role)
    return at_desk(office, "0003")


@proves("PRV-02")
def test_supervision_sees_a_burst_of_views_and_settles_it(office: Office) -> None:
    leaf_through(office, copies(office, 30), office.neighbour, LATER)
    watch = signed_in(office)

    assert "30" in text(watch, WATCH) and "0302" in text(watch, WATCH)
    (burst,) = selectors.bursts(office.id, MORNING)
    assert watch.post(f"{WATCH}{burst.id}/settle/", form(note="")).status_code == 422
    assert watch.post(f"{WATCH}{burst.id}/settle/", form(note="培训演示")).status_code == 303
    assert "已核查" in text(watch, WATCH) and "培训演示" not in text(watch, WATCH)
    assert at_desk(office, "0301").get(WATCH).status_code == 403


def test_supervision_sees_who_has_not_signed_and_who_was_refused(office: Office) -> None:
    case = office.submit("PERMIT")
    at_desk(office, "0304").get(f"/office/archive/case/{case.id}/")
    Undertaking.objects.filter(person_id=office.neighbour.id).delete()

    from yichuang.kernel.journal.deliver import hear

    hear()
    page = text(signed_in(office), WATCH)

    assert "0302" in page and "0304" in page
