"""Numbers on paper, as the office sees them: prepare, print, say when, check, enter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from tests.support.callers import key_in, person_client, text_of
from tests.support.hall import MORNING, Hall
from yichuang.kernel import clock
from yichuang.kernel.journal.deliver import hear
from yichuang.queueing import selectors
from yichuang.queueing.types import PackState

PAGE = "/office/paper/"
SHEET = "AP001, 09:42, 09:45, 1, , 4, , 09:50\nAP002, 09:43, , , , 7"


def send(client: Client, address: str, **fields: Any) -> Any:
    return client.post(f"{PAGE}{address}/", {"key": key_in(client.get(PAGE)), **fields})


def used(office: Client, hall: Hall) -> UUID:
    """Prepare and print a pack, and say twenty minutes later that it was used."""
    send(office, "prepare", place="1号窗口抽屉")
    (pack,) = selectors.packs(hall.id)
    assert send(office, "print", pack=pack.id).headers["Location"] == f"{PAGE}{pack.id}/"
    with clock.frozen(MORNING + timedelta(minutes=40)):
        told = {"day": "2026-03-02", "began": "09:40", "ended": "10:05", "reason": "power"}
        answer = send(office, "outage", pack=pack.id, handed_in_by=hall.people["0002"], **told)
    assert answer.headers["Location"] == f"{PAGE}{pack.id}/enter/"
    return pack.id


def entered(office: Client, pack: UUID, **fields: Any) -> Any:
    with clock.frozen(MORNING + timedelta(minutes=40)):
        form = key_in(office.get(f"{PAGE}{pack}/enter/"))
        return office.post(f"{PAGE}{pack}/merge/", {"key": form, **fields})


def test_the_office_prepares_prints_and_enters_a_pack(hall: Hall) -> None:
    hall.sign_on(1, MORNING)
    office = person_client(hall, "0001")
    pack = used(office, hall)

    checked = text_of(entered(office, pack, sheet=SHEET, do="check"))
    assert "2 行均无矛盾" in checked and "正式录入" in checked
    assert selectors.tickets_on_paper(hall.id, MORNING.date()) == 0
    assert entered(office, pack, sheet=SHEET, do="merge").status_code == 303

    assert selectors.pack(hall.id, pack).state is PackState.MERGED
    assert "09:40–10:05 停电" in text_of(office.get(PAGE)) and "1 个仍在等候" in text_of(office.get(PAGE))
    hear()
    for address in ("/office/", "/office/floor/"):
        assert "09:40–10:05 纸质叫号 · 停电" in text_of(office.get(address)), address
    assert "其中 2 个号为纸质号" in text_of(office.get("/office/statistics/"))
    rows = office.get("/office/statistics/rows/?figure=taken&from=2026-03-02&to=2026-03-02")
    assert "AP002 纸质" in text_of(rows)
    # the waiting number stands on the public board like any other, and nobody is called there
    assert "AP002" in text_of(Client().get(f"/board/{hall.code}/"))


def test_contradictions_are_named_by_row_and_what_was_typed_stays(hall: Hall) -> None:
    hall.sign_on(1, MORNING)
    office = person_client(hall, "0001")
    pack = used(office, hall)

    for do in ("check", "merge"):
        answer = entered(office, pack, sheet=SHEET.replace("09:45", "09:41") + "\n<b>1", do=do)
        said = text_of(answer)
        assert "第 1 行 AP001 的叫号时间早于取号时间（09:42）。" in said
        assert "2 处矛盾" in said and "正式录入" not in said.replace("正式录入后", "")
        assert "&lt;B&gt;1" in answer.content.decode() and "<b>1" not in answer.content.decode().lower()
    assert selectors.pack(hall.id, pack).state is PackState.IN_USE


def test_a_row_entered_wrongly_is_corrected_with_its_reason_and_both_words_are_seen(hall: Hall) -> None:
    hall.sign_on(1, MORNING)
    office = person_client(hall, "0001")
    pack = used(office, hall)
    entered(office, pack, sheet=SHEET, do="merge")
    rows, row = f"{PAGE}{pack}/rows/", {"label": "AP001", "taken": "09:42", "called": "09:46", "window": "1"}
    right = {**row, "ending": "4", "ended": "09:51", "reason": "misread"}

    def correct(**fields: str) -> Any:
        with clock.frozen(MORNING + timedelta(minutes=41)):
            form = key_in(office.get(f"{rows}?row=AP001"))
            return office.post(f"{PAGE}{pack}/correct/", {"key": form, **fields})

    with clock.frozen(MORNING + timedelta(minutes=41)):
        assert 'value="09:45"' in office.get(f"{rows}?row=ap001").content.decode()
    wrong = correct(**{**right, "called": "09:41"})
    assert (
        "AP001 的叫号时间早于取号时间（09:42）。" in text_of(wrong)
        and 'value="09:41"' in wrong.content.decode()
    )
    assert correct(**right).headers["Location"] == f"{rows}#AP001"

    said = text_of(office.get(rows))
    assert "09:46" in said and "09:45" in said and "更正：看错或录错" in said and "1 处更正" in said
    hear()
    figures = office.get("/office/statistics/rows/?figure=called&from=2026-03-02&to=2026-03-02")
    assert "咨询 4.0" in text_of(figures)  # from 09:42 to 09:46
    assert person_client(hall, "0303").get(rows).status_code == 403


def test_what_is_printed_has_every_number_once_and_no_person(hall: Hall) -> None:
    office = person_client(hall, "0001")
    pack = used(office, hall)

    page = office.get(f"{PAGE}{pack}/").content.decode()
    for label in ("AP001", "AP060", "BP001", "DP060"):
        assert page.count(f'<p class="strip-label">{label}</p>') == 1
    assert page.count('class="strip"') == 3 * 60
    assert page.count("号窗口 · 第 1 套") == 4
    assert "周颖" not in page and "何琳" not in page


def test_a_clerk_has_no_door_here_and_a_guide_only_looks(hall: Hall) -> None:
    office, clerk, guide = (person_client(hall, one) for one in ("0001", "0301", "0002"))
    pack = used(office, hall)

    assert clerk.get(PAGE).status_code == 403
    assert guide.get(PAGE).status_code == 200 and "准备一套" not in text_of(guide.get(PAGE))
    assert guide.get(f"{PAGE}{pack}/enter/").status_code == 403
    assert guide.post(f"{PAGE}prepare/", {"key": "guide-0001"}).status_code == 403


def test_a_desk_says_where_the_paper_lies_when_the_line_is_down(hall: Hall) -> None:
    hall.sign_on(1, MORNING)
    used_pack = person_client(hall, "0001")
    clerk = person_client(hall, "0301")
    assert "启用纸质号" not in clerk.get("/desk/").content.decode()

    send(used_pack, "prepare", place="1号窗口抽屉")
    (pack,) = selectors.packs(hall.id)
    send(used_pack, "print", pack=pack.id)

    assert "第 1 套，1号窗口抽屉" in clerk.get("/desk/").content.decode()


def test_addresses_of_nothing_are_no_page(hall: Hall) -> None:
    office = person_client(hall, "0001")
    nowhere = UUID(int=7)

    for address in (f"{PAGE}{nowhere}/", f"{PAGE}{nowhere}/enter/", f"{PAGE}nonsense/"):
        assert office.get(address).status_code == 404
    assert send(office, "outage", pack="x").status_code == 404
    assert send(office, "void", pack=nowhere).status_code == 404
