"""The archive desk: file what is complete, lend, bar, destroy by two; nothing there can be deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.access.people import session
from tests.cases.filing import ALL, LATER, LONG_AFTER, closed, filed
from tests.cases.hall import Office, case_office
from tests.cases.test_register_taken_over import GOOD, sheet
from tests.flows.doorwalk import openings
from tests.support.vows import vow
from yichuang.cases import selectors, services
from yichuang.cases.models import ArchiveFile, Case
from yichuang.cases.types import CaseState
from yichuang.cases.types.archive import FileState, ListState, Piece
from yichuang.kernel import clock
from yichuang.kernel.access import selectors as access
from yichuang.kernel.claims import proves
from yichuang.kernel.ids import new_id

DESK = "/office/archive/"


@pytest.fixture
def office(db: None) -> Iterator[Office]:
    office = case_office()
    with clock.frozen(LATER):
        yield office


def at_desk(office: Office, number: str) -> Client:
    account = next(one for one in access.accounts(office.id) if one.worker_number == number)
    client = Client()
    client.cookies[settings.SESSION_COOKIE] = session(account)
    return client


def form(**fields: object) -> dict[str, object]:
    return {"key": new_id().hex, **fields}


def text(client: Client, address: str) -> str:
    shown = client.get(address)
    assert shown.status_code == 200, shown.content.decode()
    return shown.content.decode()


def test_a_closed_case_is_filed_with_every_paper_ticked(office: Office) -> None:
    case, desk = closed(office), at_desk(office, "0301")

    assert case.number in text(desk, DESK)
    page = text(desk, f"{DESK}case/{case.id}/")
    assert page.count("已在案") == 5 and "送达签收单" in page
    short = desk.post(f"{DESK}case/{case.id}/file/", form(piece=["review", "receipt", "nonsense"]))
    whole = desk.post(f"{DESK}case/{case.id}/file/", form(piece=list(Piece), place="3号柜"))

    assert short.status_code == 409 and "送达签收单" in short.content.decode()
    assert whole.status_code == 303
    file = selectors.file_of_case(office.id, case.id, LATER)
    assert file is not None and file.place == "3号柜"
    assert desk.get(f"{DESK}case/{case.id}/").headers["Location"] == f"{DESK}file/{file.id}/"
    shown = text(desk, f"{DESK}file/{file.id}/")
    assert file.code in shown and "张*国" in shown and "张伟国" not in shown


@proves("JOB-06")
def test_a_window_that_ended_a_month_unfiled_is_shown(office: Office) -> None:
    for _ in range(3):
        closed(office)
    with clock.frozen(LATER + timedelta(days=31)):
        services.tell_unfiled_months(by=office.hall.by, at=clock.now())
        vow(office.clerk, clock.now())

        page = text(at_desk(office, "0301"), DESK)

    assert "2026-03" in page and "JOB-06" in page


def test_a_file_is_lent_seen_as_late_and_taken_back(office: Office) -> None:
    file, desk = filed(office), at_desk(office, "0001")
    borrower = office.stranger.id.hex

    bare = desk.post(f"{DESK}file/{file.id}/lend/", form(borrower=borrower, due_on="2026-03-05", purpose=" "))
    unfit = desk.post(f"{DESK}file/{file.id}/lend/", form(borrower=borrower, due_on="x", purpose="核对"))
    lent = desk.post(
        f"{DESK}file/{file.id}/lend/", form(borrower=borrower, due_on="2026-03-05", purpose="核对")
    )

    assert (bare.status_code, unfit.status_code, lent.status_code) == (422, 422, 303)
    (loan,) = selectors.loans(office.id, LATER)
    with clock.frozen(LATER + timedelta(days=5)):
        desk = at_desk(office, "0001")
        assert "到期未还" in text(desk, f"{DESK}?part=loans")
        assert "到期未还" in text(at_desk(office, "0304"), f"{DESK}?part=loans")  # who has it sees it too
        assert file.code not in text(at_desk(office, "0302"), f"{DESK}?part=loans")
        assert desk.post(f"{DESK}loan/{loan.id}/back/", form(to="loans")).status_code == 303
        assert selectors.loans(office.id, clock.now()) == []
        assert "到期未还" not in text(desk, f"{DESK}file/{file.id}/")


def test_a_hold_is_set_and_lifted(office: Office) -> None:
    file, desk = filed(office), at_desk(office, "0001")

    set_ = desk.post(f"{DESK}file/{file.id}/hold/", form(document="审字7号", reason="审计"))
    assert set_.status_code == 303 and "依法封存" in text(desk, f"{DESK}file/{file.id}/")
    (hold,) = selectors.holds(office.id, file.id)
    assert desk.post(f"{DESK}hold/{hold.id}/lift/", form()).status_code == 303
    assert selectors.file(office.id, file.id, LATER).held is False


@proves("ARC-03")
def test_two_approve_one_carries_out_and_the_certificate_is_a_pdf(office: Office) -> None:
    file = filed(office)
    with clock.frozen(LONG_AFTER):
        for person in (office.chief, office.head, office.hall.person("0001")):
            vow(person, LONG_AFTER)
        desk, chief, head = (at_desk(office, number) for number in ("0001", "0305", "0306"))
        assert file.code in text(desk, f"{DESK}?part=end")
        drawn = desk.post(f"{DESK}lists/", form(file=[file.id.hex], reason="期满"))
        where = drawn.headers["Location"]
        assert desk.post(f"{where}approve/", form()).status_code == 403  # who drew it up
        assert desk.post(f"{where}carry-out/", form()).status_code == 409
        assert [one.post(f"{where}approve/", form()).status_code for one in (chief, head)] == [303, 303]
        assert "销毁" in text(desk, where)
        assert desk.post(f"{where}carry-out/", form()).status_code == 303
        page, certificate = text(desk, where), desk.get(f"{where}certificate.pdf")

    (made,) = selectors.destructions(office.id, LONG_AFTER)
    assert made.state is ListState.DONE
    assert certificate.content.startswith(b"%PDF-")
    assert "张" not in page.split('<table class="archive-list">')[1].split("</table>")[0]
    assert ArchiveFile.objects.get(id=file.id).state == FileState.DESTROYED


def test_a_list_is_taken_back(office: Office) -> None:
    file = filed(office)
    with clock.frozen(LONG_AFTER):
        vow(office.hall.person("0001"), LONG_AFTER)
        desk = at_desk(office, "0001")
        where = desk.post(f"{DESK}lists/", form(file=[file.id.hex], reason="期满")).headers["Location"]
        assert desk.post(f"{where}withdraw/", form()).status_code == 303
        assert selectors.destructions(office.id, LONG_AFTER)[0].state is ListState.WITHDRAWN


@proves("ARC-03", refuses=True)
def test_delete_is_refused_at_every_door_of_the_house(office: Office) -> None:
    """There is no door that deletes: each says 405, or does not let one in at all."""
    file = filed(office)
    desk = at_desk(office, "0001")
    ids = {"case_id": file.case_id, "file_id": file.id}

    answers = {}
    for one in openings():
        if one.kind != "page":
            continue
        address = "/" + one.address
        for name, value in ids.items():
            address = address.replace(f"<uuid:{name}>", str(value))
        if "<" not in address and "(" not in address:
            answers[address] = desk.delete(address).status_code

    assert len(answers) > 60
    assert {answers[f"{DESK}file/{file.id}/"], answers[f"{DESK}case/{file.case_id}/"]} == {405}
    assert set(answers.values()) <= {401, 403, 404, 405}, {k: v for k, v in answers.items() if v < 400}
    assert {one.address for one in openings() if "DELETE" in one.methods} == {"api/v1/session"}  # to sign out
    assert ArchiveFile.objects.filter(id=file.id, state=FileState.KEPT).exists()
    assert Case.objects.get(id=file.case_id).state == CaseState.ARCHIVED


def test_a_register_is_taken_over_and_a_bad_line_is_named(office: Office) -> None:
    desk = at_desk(office, "0001")

    def send(data: bytes) -> object:
        return desk.post(f"{DESK}import/", {"register": SimpleUploadedFile("r.xlsx", data)})

    bad = send(sheet(GOOD, ("", "x", None, None, "2030-01-01", 3, None)))
    good = send(sheet(GOOD))

    assert bad.status_code == 422 and "第 3 行" in bad.content.decode()
    assert good.status_code == 303
    assert "2019-许-001" in text(desk, f"{DESK}?part=files&q=2019-&year=2019&state=kept")
    assert "2019-许-001" not in text(desk, f"{DESK}?part=files&q=zzz&from=abc&year=20x9&state=y")
    assert desk.get(f"{DESK}import/form.xlsx").content.startswith(b"PK")


def test_staff_of_another_department_find_no_file(office: Office) -> None:
    file, stranger = filed(office), at_desk(office, "0304")

    assert stranger.get(f"{DESK}file/{file.id}/").status_code == 404
    assert file.code not in text(stranger, f"{DESK}?part=files")
    assert stranger.get(f"{DESK}case/{file.case_id}/").status_code == 403
    assert ALL
