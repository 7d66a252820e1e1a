"""Record sheets are read before anything is written: every contradiction is named, whatever was typed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from bench.hall import MORNING, OpenHall

from tests.queueing.test_paper import DAY, WRITTEN, call, clock_at, faults, in_use, merge, printed, take
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.kernel.ids import new_id
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.posts import services as posts
from yichuang.queueing import selectors, services
from yichuang.queueing.models import PaperPack, Ticket
from yichuang.queueing.rules import paper
from yichuang.queueing.types import Outcome, PackState, SheetFault, TicketState
from yichuang.statistics import selectors as figures
from yichuang.statistics.types import Dimension

pytestmark = pytest.mark.django_db


# ---- contradictions -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "label", "fault"),
    [
        ("AP001, 09:30, , , , 7", "AP001", SheetFault.OUTSIDE_OUTAGE),  # given before the outage
        ("AP001, 10:06, , , , 7", "AP001", SheetFault.OUTSIDE_OUTAGE),  # and after it
        ("AP001, , , , , 7", "AP001", SheetFault.TAKEN_MISSING),
        ("AP001, 9:75, , , , 7", "AP001", SheetFault.TIME_UNREADABLE),
        ("AP001, 09:50, 09:49, 1, , 4", "AP001", SheetFault.CALLED_BEFORE_TAKEN),
        ("AP001, 09:50, , 1, , 4", "AP001", SheetFault.CALLED_MISSING),
        ("AP001, 09:50, 09:51, 1, , 4, , 09:50", "AP001", SheetFault.ENDED_BEFORE_CALLED),
        ("AP001, 09:50, 09:51, 9, , 4", "AP001", SheetFault.WINDOW_UNKNOWN),
        ("AP001, 09:50, 09:51, 1, X9, 4", "AP001", SheetFault.ITEM_UNKNOWN),
        ("AP001, 09:50, 09:51, 1, , 9", "AP001", SheetFault.ENDING_UNKNOWN),
        ("AP001, 09:50, 09:51, 1, , 1", "AP001", SheetFault.REFERENCE_UNFIT),  # a case without a number
        ("AP001, 09:50, 09:51, 1, , 1, 13800138000", "AP001", SheetFault.REFERENCE_UNFIT),  # a telephone
        ("AP001, 09:50, 09:51, 1, , 7", "AP001", SheetFault.NOT_CALLED),
        ("AP001, 09:50, 09:51, 1, , 4, , , 0002", "AP001", SheetFault.NOT_ON_DUTY),  # signed on at window 2
        ("AP001, 09:50, 09:51, 1, , 4, , , 7777", "AP001", SheetFault.WORKER_UNKNOWN),
        ("AP002, 09:50, , , , 7", "AP001", SheetFault.GAP),
        ("AP099, 09:50, , , , 7", "AP099", SheetFault.UNKNOWN_NUMBER),
        ("A044, 09:50, , , , 7", "A044", SheetFault.UNKNOWN_NUMBER),
        ("", "", SheetFault.EMPTY),
    ],
)
def test_a_row_that_cannot_be_true_is_named(hall: OpenHall, row: str, label: str, fault: SheetFault) -> None:
    assert faults(hall, in_use(hall), row) == {(label, fault)}


def test_rows_that_contradict_each_other_are_named(hall: OpenHall) -> None:
    pack = in_use(hall)
    sheet = """
    AP001, 09:50, 09:51, 1, , 4, , 09:58
    AP002, 09:49, 09:55, 1, , 4, , 09:59
    AP002, 09:52, , , , 7
    """
    read = selectors.read_sheet(hall.hall_id, pack.id, sheet, clock_at("10:10"))

    assert {(one.place, one.label, one.fault, one.what) for one in read.problems} == {
        (2, "AP002", SheetFault.OUT_OF_ORDER, "AP001"),
        (2, "AP002", SheetFault.TWO_AT_ONCE, "AP001"),
        (3, "AP002", SheetFault.TWICE, "2"),
    }
    assert all("AP002" in one.sentence for one in read.problems)


@pytest.mark.parametrize(
    ("row", "contradicts"),
    [
        ("09:47, 1, , 4, , 09:49", False),  # done before the system called
        ("09:47, 1, , 4, , 09:50", False),  # done in the very minute of that call
        ("09:47, 1, , 4, , 09:51", True),  # still there when the system called
        ("09:51, 1, , 4", True),  # called while the other one was there
        ("09:51, 1, , 5", True),  # nobody is called beside somebody, whoever comes
        ("09:53, 1, , 4, , 09:58", False),  # called in the minute in which the other one left
        ("09:51, 2, , 4, , 09:58", False),  # another window
    ],
)
def test_a_window_that_called_by_paper_did_not_call_by_the_system_at_that_time(
    hall: OpenHall, row: str, contradicts: bool
) -> None:
    take(hall, "09:35")
    clerk = hall.clerks[0]
    live = services.call_next(window_id=clerk.window_id, by=clerk.by, at=clock_at("09:50"))
    services.begin(ticket_id=live.id, by=clerk.by, at=clock_at("09:51"))
    ended = clock_at("09:53") + timedelta(seconds=20)
    services.finish(ticket_id=live.id, outcome=Outcome.INFORMATION, by=clerk.by, at=ended)

    told = faults(hall, in_use(hall), f"AP001, 09:41, {row}")

    assert told == ({("AP001", SheetFault.LIVE_CALL)} if contradicts else set())


def test_who_was_at_the_window_when_the_system_went_down_contradicts_nothing(hall: OpenHall) -> None:
    take(hall, "09:35")
    clerk = hall.clerks[0]
    live = services.call_next(window_id=clerk.window_id, by=clerk.by, at=clock_at("09:38"))
    services.begin(ticket_id=live.id, by=clerk.by, at=clock_at("09:39"))
    pack = in_use(hall)

    assert faults(hall, pack, "AP001, 09:41, 09:45, 1, , 4, , 09:50") == set()
    # its end is told when the system is back, and was at any moment before
    services.finish(ticket_id=live.id, outcome=Outcome.INFORMATION, by=clerk.by, at=clock_at("10:06"))
    assert faults(hall, pack, "AP001, 09:41, 09:45, 1, , 4, , 09:50") == set()


def test_a_ticket_of_the_system_is_no_unused_paper_number(hall: OpenHall) -> None:
    live = take(hall, "09:35")

    assert faults(hall, in_use(hall), f"{live}, , , , , 8") == {(live, SheetFault.NOT_PAPER)}


def test_a_row_without_an_outcome_is_told_all_that_is_wrong_with_it(hall: OpenHall) -> None:
    assert faults(hall, in_use(hall), "AP001, 09:50, 09:49, 9") == {
        ("AP001", SheetFault.ENDING_UNKNOWN),
        ("AP001", SheetFault.CALLED_BEFORE_TAKEN),
        ("AP001", SheetFault.WINDOW_UNKNOWN),
    }


@proves("QUE-10", refuses=True)
def test_a_sheet_with_a_contradiction_writes_nothing(hall: OpenHall) -> None:
    pack = in_use(hall)
    entries = Entry.objects.count()

    with pytest.raises(services.SheetContradicts) as refused:
        merge(hall, pack, WRITTEN.replace("09:42, 1", "09:39, 1"))

    assert "AP001" in str(refused.value)
    assert Entry.objects.count() == entries and not Ticket.objects.exists()
    assert PaperPack.objects.get().state == PackState.IN_USE


def test_a_number_of_another_pack_and_one_that_was_called_before_are_named(hall: OpenHall) -> None:
    label = take(hall, "09:35")
    call(hall, "09:36")
    pack = in_use(hall)
    printed(hall, clock_at("09:45"))

    assert faults(hall, pack, f"AP061, 09:50, , , , 7\n{label}, , 09:50, 1, , 4") == {
        ("AP061", SheetFault.OTHER_PACK),
        (label, SheetFault.NOT_WAITING),
    }


def test_nobody_waits_any_more_when_the_day_is_over(hall: OpenHall) -> None:
    pack = in_use(hall)
    tomorrow = clock_at("08:30") + timedelta(days=1)
    read = selectors.read_sheet(hall.hall_id, pack.id, "AP001, 09:50, , , , 7", tomorrow)
    assert [one.fault for one in read.problems] == [SheetFault.DAY_OVER]

    asked = {"pack_id": pack.id, "by": hall.office, "at": tomorrow}
    services.merge_paper(sheet="AP001, 09:50, , , , 6\nAP002, 09:51, 09:55, 1, , 4", **asked)
    hear()
    assert selectors.day_figures(hall.hall_id, DAY).taken == 2
    assert figures.report(hall.hall_id, DAY, DAY, Dimension.LINE).total.left == 1


def test_who_could_not_sign_on_any_more_is_known_by_the_post(hall: OpenHall) -> None:
    clerk = hall.clerks[0]
    posts.sign_off(by=clerk.by, at=MORNING + timedelta(seconds=60))
    pack = in_use(hall)

    assert faults(hall, pack, "AP001, 09:50, 09:51, 1, , 4, , , 0001") == set()
    assert faults(hall, pack, "AP001, 09:50, 09:51, 1, , 4") == {("AP001", SheetFault.NOBODY_ON_DUTY)}


# ---- what somebody may type ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("AP001,09:41,09:42,1,,4", ("AP001", "09:41", "09:42", "1", "", "4")),
        ("ap1\t941\t0942\t1\t\t4", ("AP001", "941", "0942", "1", "", "4")),  # a pasted sheet
        ("ＡＰ００１，９：４１，0942，1，，4", ("AP001", "9:41", "0942", "1", "", "4")),
        ('"AP-1";09.41;;;;7', ("AP001", "09.41", "", "", "", "7")),
    ],
)
def test_a_row_is_read_however_it_was_typed(text: str, read: tuple[str, ...]) -> None:
    (row,) = paper.split(f"号码,取号\n\n{text}\n")
    assert (row.label, row.taken, row.called, row.window, row.item, row.ending) == read


@pytest.mark.parametrize(
    "text",
    [
        "\x00",
        '"',
        "," * 5000,
        "AP001," + "9" * 90_000,
        "<script>alert(1)</script>1,2",
        "AP%s,%(x)s,%d",
        "=1+1,2",
    ],
)
def test_hostile_text_is_only_text(hall: OpenHall, text: str) -> None:
    pack = in_use(hall)
    assert selectors.read_sheet(hall.hall_id, pack.id, text, clock_at("10:10")).problems


def test_a_sheet_without_end_is_refused(hall: OpenHall) -> None:
    sheet = "\n".join(f"AP{n:03d}, 09:50, , , , 7" for n in range(1, 2000))
    assert faults(hall, in_use(hall), sheet) == {("", SheetFault.TOO_MANY)}


def test_a_pack_of_another_hall_is_unknown(hall: OpenHall) -> None:
    pack = in_use(hall)
    stranger = replace(hall.office, hall_id=new_id())
    for act in (services.print_pack, services.void_pack):
        with pytest.raises(services.UnknownPack):
            act(pack_id=pack.id, by=stranger, at=MORNING)
    with pytest.raises(Refusal):
        services.merge_paper(pack_id=pack.id, sheet=WRITTEN, by=stranger, at=clock_at("10:10"))


def test_a_live_ticket_on_paper_is_waiting_until_it_is_called(hall: OpenHall) -> None:
    label = take(hall, "09:35")
    merge(hall, in_use(hall), f"{label}, , , , , 7\nAP001, 09:44, , , , 7")
    assert TicketState(Ticket.objects.get(label=label).state) is TicketState.WAITING
    assert [call(hall, "10:20"), call(hall, "10:21")] == [label, "AP001"]
