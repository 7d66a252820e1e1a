"""Numbers on paper: printed once, entered afterwards in one act, in order, marked; or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from bench.hall import MORNING, OpenHall

from yichuang.evaluation.models import Invitation
from yichuang.kernel.claims import proves
from yichuang.kernel.idempotency import KeyReused
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.types import Key
from yichuang.queueing import again, events, selectors, services
from yichuang.queueing.models import PaperNumber, Ticket
from yichuang.queueing.types import OutageReason, Outcome, PackCard, PackState, SheetFault
from yichuang.regulations import services as regulations
from yichuang.statistics import selectors as figures
from yichuang.statistics import services as statistics
from yichuang.statistics.types import Dimension

pytestmark = pytest.mark.django_db

DAY = MORNING.date()
WRITTEN = """
AP001, 09:41, 09:42, 1, , 4, , 09:50
AP002, 09:41, 09:45, 2, , 1, HN-2026-7, 09:58
AP003, 09:43, 09:51, 1, , 5
AP004, 09:50, , , , 7
AP005, 09:50, , , , 7
AP006, 09:55, , , , 6
AP007, , , , , 8
BP001, 09:47, 09:59, 3, , information
"""


def clock_at(text: str) -> datetime:
    hour, minute = map(int, text.split(":"))
    return MORNING.replace(hour=hour, minute=minute)


def printed(hall: OpenHall, at: datetime = MORNING) -> PackCard:
    pack = services.prepare_pack(place="1号窗口抽屉", by=hall.office, at=at)
    return services.print_pack(pack_id=pack.id, by=hall.office, at=at)


def in_use(hall: OpenHall, began: str = "09:40", ended: str = "10:05", at: str = "10:06") -> PackCard:
    return services.record_outage(
        pack_id=printed(hall).id,
        began=clock_at(began),
        ended=clock_at(ended),
        reason=OutageReason.POWER,
        handed_in_by=hall.clerks[0].by.id,
        by=hall.office,
        at=clock_at(at),
    )


def merge(hall: OpenHall, pack: PackCard, sheet: str = WRITTEN, at: str = "10:10") -> PackCard:
    return services.merge_paper(pack_id=pack.id, sheet=sheet, by=hall.office, at=clock_at(at))


def faults(hall: OpenHall, pack: PackCard, sheet: str, at: str = "10:10") -> set[tuple[str, SheetFault]]:
    read = selectors.read_sheet(hall.hall_id, pack.id, sheet, clock_at(at))
    return {(one.label, one.fault) for one in read.problems}


def take(hall: OpenHall, at: str, line: int = 0) -> str:
    card = services.take_ticket(line_id=hall.lines[line].id, by=hall.kiosks[0], at=clock_at(at))
    return card.label


def call(hall: OpenHall, at: str, window: int = 3) -> str:
    clerk = hall.clerks[window]
    card = services.call_next(window_id=clerk.window_id, by=clerk.by, at=clock_at(at))
    services.begin(ticket_id=card.id, by=clerk.by, at=clock_at(at))
    services.finish(ticket_id=card.id, outcome=Outcome.INFORMATION, by=clerk.by, at=clock_at(at))
    return card.label


# ---- the pack -----------------------------------------------------------------------------------------


@proves("QUE-10")
def test_the_numbers_of_a_pack_are_never_printed_again(hall: OpenHall) -> None:
    first = printed(hall)
    services.void_pack(pack_id=first.id, by=hall.office, at=MORNING)
    second = printed(hall, MORNING + timedelta(days=1))

    assert [(one.first_label, one.last_label) for one in first.lines] == [
        ("AP001", "AP060"), ("BP001", "BP060"),
    ]  # fmt: skip
    assert [(one.first_label, one.last_label) for one in second.lines] == [
        ("AP061", "AP120"), ("BP061", "BP120"),
    ]  # fmt: skip
    assert (first.number, second.number) == (1, 2)
    assert take(hall, "09:40") == "A001"


def test_how_many_numbers_a_pack_holds_is_the_hall_s_own(hall: OpenHall) -> None:
    regulations.set_parameter(
        hall_id=hall.hall_id, parameter="queue.paper_numbers", value=25, active_from=DAY, reason="小厅",
        by=hall.office, at=MORNING,
    )  # fmt: skip

    assert [one.last for one in printed(hall).lines] == [25, 25]


def test_a_line_that_would_give_labels_like_paper_is_refused(hall: OpenHall) -> None:
    with pytest.raises(services.MarkTaken):
        services.add_line(prefix="AP", name="Another", by=hall.office, at=MORNING)
    services.add_line(prefix="XP", name="Harmless", by=hall.office, at=MORNING)
    with pytest.raises(services.MarkTaken):
        services.add_line(prefix="X", name="Not this", by=hall.office, at=MORNING)


def test_a_pack_is_printed_before_it_is_used_and_not_after(hall: OpenHall) -> None:
    pack = services.prepare_pack(by=hall.office, at=MORNING)
    outage = {
        "began": clock_at("09:40"), "ended": clock_at("10:05"), "reason": OutageReason.POWER,
        "handed_in_by": hall.clerks[0].by.id, "by": hall.office, "at": clock_at("10:06"),
    }  # fmt: skip
    with pytest.raises(services.PackNotNow):
        services.record_outage(pack_id=pack.id, **outage)
    services.print_pack(pack_id=pack.id, by=hall.office, at=MORNING)
    again_printed = services.print_pack(pack_id=pack.id, by=hall.office, at=MORNING)
    assert again_printed.copies == 2
    services.record_outage(pack_id=pack.id, **outage)

    for verb in (services.print_pack, services.void_pack):
        with pytest.raises(services.PackNotNow):
            verb(pack_id=pack.id, by=hall.office, at=clock_at("10:07"))


@pytest.mark.parametrize(
    ("began", "ended"),
    [
        ("10:05", "09:40"),  # ends before it began
        ("09:40", "09:40"),  # no time at all
        ("09:40", "10:30"),  # not over yet
        ("08:00", "09:00"),  # before the pack was printed
    ],
)
def test_an_outage_that_cannot_have_been_is_refused(hall: OpenHall, began: str, ended: str) -> None:
    with pytest.raises(services.OutageUnfit):
        in_use(hall, began, ended)


# ---- entering it --------------------------------------------------------------------------------------


@proves("QUE-10")
def test_what_was_written_becomes_tickets_marked_as_paper(hall: OpenHall) -> None:
    pack = merge(hall, in_use(hall))

    rows = {one.label: one for one in Ticket.objects.filter(hall_id=hall.hall_id)}
    assert {label: one.state for label, one in rows.items()} == {
        "AP001": "finished", "AP002": "finished", "AP003": "missed", "AP004": "waiting",
        "AP005": "waiting", "AP006": "cancelled", "BP001": "finished",
    }  # fmt: skip
    assert all(one.on_paper for one in rows.values())
    assert (rows["AP002"].outcome, rows["AP002"].outcome_ref) == ("case", "HN-2026-7")
    assert rows["AP001"].taken_at == clock_at("09:41") and rows["AP001"].called_at == clock_at("09:42")
    assert pack.state is PackState.MERGED and pack.outage is not None
    assert (pack.outage.tickets, pack.outage.waiting) == (7, 2)
    assert PaperNumber.objects.get(pack_id=pack.id, spoiled=True).number == 7


@proves("QUE-10")
def test_who_still_waits_stands_behind_who_came_before_and_before_who_came_later(hall: OpenHall) -> None:
    before = [take(hall, "09:35"), take(hall, "09:40")]
    pack = in_use(hall)
    later = take(hall, "10:07")
    merge(hall, pack)

    order = [call(hall, f"10:{20 + n}") for n in range(5)]
    assert order == [*before, "AP004", "AP005", later]
    assert take(hall, "10:30") == "A004"


def test_who_took_a_ticket_in_the_outage_s_first_minute_came_before_the_paper(hall: OpenHall) -> None:
    at = clock_at("09:40") + timedelta(seconds=20)
    live = services.take_ticket(line_id=hall.lines[0].id, by=hall.kiosks[0], at=at).label
    merge(hall, in_use(hall), "AP001, 09:40, , , , 7\nAP002, 09:40, , , , 7")

    assert [call(hall, f"10:2{n}") for n in range(3)] == [live, "AP001", "AP002"]


@proves("QUE-10", refuses=True)
def test_a_pack_is_entered_once(hall: OpenHall) -> None:
    pack, key = in_use(hall), Key("merge-once", "same")
    asked = {"pack_id": pack.id, "sheet": WRITTEN, "by": hall.office, "at": clock_at("10:10")}

    services.merge_paper(**asked, key=key)
    assert services.merge_paper(**asked, key=key).state is PackState.MERGED
    with pytest.raises(services.PackNotNow):
        services.merge_paper(**asked)
    with pytest.raises(KeyReused):
        services.merge_paper(**asked, key=Key("merge-once", "other"))
    assert Ticket.objects.filter(hall_id=hall.hall_id).count() == 7


def test_a_ticket_from_before_the_outage_is_told_its_end(hall: OpenHall) -> None:
    early, gone, waits = (take(hall, time) for time in ("09:35", "09:36", "09:37"))
    pack = in_use(hall)
    merge(hall, pack, f"{early}, , 09:44, 2, , 4, , 09:49\n{gone}, , , , , 6\nAP001, 09:50, , , , 7")

    states = dict(Ticket.objects.values_list("label", "state"))
    assert states == {early: "finished", gone: "cancelled", waits: "waiting", "AP001": "waiting"}
    assert again.first_difference(hall.hall_id) is None
    hear()
    report = figures.report(hall.hall_id, DAY, DAY, Dimension.LINE)
    assert (report.total.taken, report.total.served, report.total.left) == (4, 1, 1)
    assert figures.on_paper(hall.hall_id, DAY, DAY) == 2


def test_the_journal_tells_it_all_and_the_figures_follow_from_it(hall: OpenHall) -> None:
    merge(hall, in_use(hall))
    hear()

    assert again.first_difference(hall.hall_id) is None
    told = figures.report(hall.hall_id, DAY, DAY, Dimension.LINE).total
    assert (told.taken, told.called, told.served, told.missed, told.left) == (7, 4, 3, 1, 1)
    # a minute, four, eight, twelve: the waits are real, no service is claimed to have been timed
    assert (told.waits, told.wait_seconds, told.services) == (4, 25 * 60, 0)
    assert figures.on_paper(hall.hall_id, DAY, DAY) == 7
    statistics.recount_past_days(at=MORNING + timedelta(days=1))
    recount = figures.recount(hall.hall_id, DAY)
    assert recount is not None and (recount.visits, recount.differing) == (7, 0)
    # nobody is asked to rate a visit that no link leads to
    assert not Invitation.objects.filter(hall_id=hall.hall_id).exists()
    day = selectors.day_figures(hall.hall_id, DAY)
    assert (day.finished, day.service_p50) == (3, None)


def test_the_times_are_those_of_the_paper_and_the_hand_is_the_one_that_entered_it(hall: OpenHall) -> None:
    merge(hall, in_use(hall))
    hear()
    ticket = Ticket.objects.get(label="AP001")

    taken, called = journal.history(hall.hall_id, matter=ticket.id)
    assert (taken.name, taken.at) == ("queueing.ticket_taken_on_paper", clock_at("09:41"))
    assert isinstance(called.event, events.TicketCalledOnPaper)
    assert called.event.person_id == hall.clerks[0].by.id
    assert {taken.actor.id, called.actor.id} == {hall.office.id}
    (merged,) = journal.entries(hall.hall_id, names=["queueing.paper_merged"])
    assert merged.at == clock_at("10:10")


def test_a_day_with_paper_can_be_played_again(hall: OpenHall) -> None:
    before = take(hall, "09:35")
    merge(hall, in_use(hall), f"{before}, , 09:41, 4, , 4\n" + WRITTEN)
    for minute in (20, 21):
        call(hall, f"10:{minute}")
    hear()

    card = selectors.replay(hall.hall_id, DAY, selectors.policy(hall.hall_id, DAY))
    assert card.calls == 7 and not card.earlier and not card.later
