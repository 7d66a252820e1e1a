"""A row entered wrongly from paper is entered again: for a reason, beside what was told, in every figure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bench.hall import MORNING, OpenHall

from tests.queueing.test_paper import DAY, call, clock_at, in_use, merge, take
from yichuang.kernel.claims import proves
from yichuang.kernel.idempotency import KeyReused
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.deliver import hear
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Key
from yichuang.queueing import again, selectors, services
from yichuang.queueing.models import Call, PaperNumber, Ticket
from yichuang.queueing.types import CorrectionReason, PackCard, PaperEnding, PaperRowCard
from yichuang.statistics import selectors as figures
from yichuang.statistics import services as statistics
from yichuang.statistics.types import Dimension

pytestmark = pytest.mark.django_db


def correct(
    hall: OpenHall, pack: PackCard, row: str, at: str = "10:30", reason: CorrectionReason | None = None
) -> PackCard:
    return services.correct_paper_row(
        pack_id=pack.id,
        row=row,
        reason=reason or CorrectionReason.MISREAD,
        by=hall.office,
        at=clock_at(at),
    )


def row_of(hall: OpenHall, pack: PackCard, label: str) -> PaperRowCard:
    return next(one for one in selectors.paper_rows(hall.hall_id, pack.id) if one.label == label)


def total(hall: OpenHall) -> tuple[int, int, int, int, int, int]:
    hear()
    told = figures.report(hall.hall_id, DAY, DAY, Dimension.LINE).total
    return told.taken, told.called, told.served, told.missed, told.left, told.wait_seconds


def refused(hall: OpenHall, pack: PackCard, row: str, at: str = "10:30") -> str:
    with pytest.raises(services.SheetContradicts) as told:
        correct(hall, pack, row, at)
    return str(told.value)


@proves("QUE-10")
def test_a_row_entered_again_changes_the_ticket_and_every_figure_and_the_first_word_stays(
    hall: OpenHall,
) -> None:
    pack = merge(hall, in_use(hall))
    assert total(hall) == (7, 4, 3, 1, 1, 25 * 60)

    correct(hall, pack, "AP003, 09:43, 09:53, 1, , 1, HN-2026-8, 09:57", reason=CorrectionReason.SHEET_WRONG)

    ticket = Ticket.objects.get(label="AP003")
    assert (ticket.state, ticket.outcome_ref, ticket.ended_at) == ("finished", "HN-2026-8", clock_at("09:57"))
    call = Call.objects.get(ticket_id=ticket.id)
    assert (call.called_at, call.ended_at) == (clock_at("09:53"), clock_at("09:57"))
    assert total(hall) == (7, 4, 4, 0, 1, 27 * 60)
    first, last = row_of(hall, pack, "AP003").words
    assert (first.row.ending, first.row.called, first.reason) == (PaperEnding.MISSED, clock_at("09:51"), None)
    assert (last.row.ending, last.by, last.at) == (PaperEnding.SERVED, hall.office.id, clock_at("10:30"))
    assert last.reason is CorrectionReason.SHEET_WRONG
    told = [one.name.removeprefix("queueing.") for one in journal.history(hall.hall_id, matter=ticket.id)]
    assert told == ["ticket_taken_on_paper", "ticket_called_on_paper", "paper_row_corrected"]
    assert again.first_difference(hall.hall_id) is None


def test_the_last_word_holds_however_often_a_row_is_entered(hall: OpenHall) -> None:
    pack = merge(hall, in_use(hall))

    for row in ("AP002, 09:41, 09:45, 2, , 5", "AP002, 09:41, , , , 6", "AP002, 09:42, 09:46, 3, , 4"):
        correct(hall, pack, row)
        assert again.first_difference(hall.hall_id) is None

    ticket = Ticket.objects.get(label="AP002")
    assert (ticket.state, ticket.window_id) == ("finished", hall.clerks[2].window_id)
    assert (ticket.taken_at, ticket.called_at, ticket.call_count) == (clock_at("09:42"), clock_at("09:46"), 1)
    assert [one.row.ending for one in row_of(hall, pack, "AP002").words] == [
        PaperEnding.SERVED, PaperEnding.MISSED, PaperEnding.LEFT, PaperEnding.SERVED,
    ]  # fmt: skip
    assert Call.objects.filter(ticket_id=ticket.id).count() == 1
    assert total(hall) == (7, 4, 3, 1, 1, 25 * 60)


def test_who_was_entered_as_gone_and_still_waits_stands_where_the_number_says(hall: OpenHall) -> None:
    pack = merge(hall, in_use(hall))
    later = take(hall, "10:12")

    correct(hall, pack, "AP003, 09:43, , , , 7")

    assert [call(hall, f"10:3{n}") for n in range(1, 5)] == ["AP003", "AP004", "AP005", later]
    assert again.first_difference(hall.hall_id) is None


def test_who_was_entered_as_waiting_and_had_been_served_is_not_called(hall: OpenHall) -> None:
    pack = merge(hall, in_use(hall))

    correct(hall, pack, "AP004, 09:50, 09:59, 2, , 4, , 10:03")

    assert call(hall, "10:31") == "AP005"
    assert total(hall)[:4] == (7, 6, 5, 1)


def test_a_number_never_used_is_no_visit_and_one_left_out_becomes_one(hall: OpenHall) -> None:
    pack = merge(hall, in_use(hall))

    correct(hall, pack, "AP006, , , , , 8", reason=CorrectionReason.WRONG_ROW)
    assert total(hall)[0] == 6 and selectors.day_figures(hall.hall_id, DAY).taken == 6
    assert "AP006" not in [one.label for one in selectors.left_over(hall.hall_id, DAY)]
    correct(hall, pack, "AP007, 09:56, , , , 6", reason=CorrectionReason.WRONG_ROW)
    correct(hall, pack, "AP008, 09:57, 10:01, 4, , 4, , 10:04", reason=CorrectionReason.LEFT_OUT)

    assert total(hall)[:5] == (8, 5, 4, 1, 1)
    assert selectors.day_figures(hall.hall_id, DAY).taken == 8
    assert again.first_difference(hall.hall_id) is None
    spoiled = PaperNumber.objects.filter(pack_id=pack.id, spoiled=True)
    assert [one.number for one in spoiled] == [6]
    assert [one.row.ending for one in row_of(hall, pack, "AP007").words] == [
        PaperEnding.SPOILED, PaperEnding.LEFT,
    ]  # fmt: skip
    correct(hall, pack, "AP006, 09:55, , , , 6")
    assert total(hall)[0] == 9 and Ticket.objects.filter(label="AP006").count() == 1


def test_a_ticket_of_the_system_is_corrected_like_a_number_of_paper(hall: OpenHall) -> None:
    early, other = take(hall, "09:35"), take(hall, "09:36")
    pack = merge(hall, in_use(hall), f"{early}, , 09:44, 2, , 4, , 09:49\nAP001, 09:50, , , , 7")
    with pytest.raises(services.RowUnchanged):
        correct(hall, pack, f"{early}, , 09:44, 2, , 4, , 09:49")

    correct(hall, pack, f"{early}, , , , , 7", reason=CorrectionReason.WRONG_ROW)
    correct(hall, pack, f"{other}, , 09:44, 2, , 4, , 09:49", reason=CorrectionReason.WRONG_ROW)

    states = dict(Ticket.objects.values_list("label", "state"))
    assert states == {early: "waiting", other: "finished", "AP001": "waiting"}
    assert again.first_difference(hall.hall_id) is None
    assert total(hall)[:3] == (3, 1, 1) and figures.on_paper(hall.hall_id, DAY, DAY) == 2
    assert [call(hall, f"10:4{n}") for n in range(2)] == [early, "AP001"]


def test_a_day_long_over_is_corrected_and_its_figures_and_its_replay_follow(hall: OpenHall) -> None:
    pack = merge(hall, in_use(hall))
    services.void_left_over(day=DAY + timedelta(days=1), by=hall.office, at=MORNING + timedelta(days=1))
    statistics.recount_past_days(at=MORNING + timedelta(days=1))
    tomorrow = MORNING + timedelta(days=2)

    services.correct_paper_row(
        pack_id=pack.id,
        row="AP005, 09:50, 09:58, 4, , 4, , 10:02",
        reason=CorrectionReason.MISREAD,
        by=hall.office,
        at=tomorrow,
    )
    with pytest.raises(services.SheetContradicts):  # nobody waits in a day that is over
        services.correct_paper_row(
            pack_id=pack.id, row="AP003, 09:43, , , , 7", reason=CorrectionReason.MISREAD, by=hall.office,
            at=tomorrow,
        )  # fmt: skip

    assert total(hall)[:4] == (7, 5, 4, 1)
    assert [one.label for one in selectors.left_over(hall.hall_id, DAY)] == ["AP003", "AP004"]
    assert again.first_difference(hall.hall_id) is None
    card = selectors.replay(hall.hall_id, DAY, selectors.policy(hall.hall_id, DAY))
    assert card.calls == 5


@proves("QUE-10", refuses=True)
def test_a_correction_is_read_beside_all_the_other_rows(hall: OpenHall) -> None:
    take(hall, "09:35")
    pack = merge(hall, in_use(hall))
    clerk = hall.clerks[3]

    assert "AP002" in refused(hall, pack, "AP003, 09:43, 09:50, 2, , 4, , 09:55")  # AP002 is there
    assert "AP002" in refused(hall, pack, "AP003, 09:40, 09:51, 1, , 5")  # given before AP002
    assert "AP008" in refused(hall, pack, "AP009, 09:59, , , , 6")  # what of the number before it?
    assert "AP099" in refused(hall, pack, "AP099, 09:59, , , , 6")
    assert "7" in refused(hall, pack, "AP003, 09:43, 09:51, 7, , 5")
    services.call_next(window_id=clerk.window_id, by=clerk.by, at=clock_at("10:20"))
    assert len(Entry.objects.filter(name="queueing.paper_row_corrected")) == 0


@proves("QUE-10", refuses=True)
def test_what_cannot_be_entered_again_is_refused(hall: OpenHall) -> None:
    fresh = in_use(hall)
    with pytest.raises(services.PackNotNow):
        correct(hall, fresh, "AP003, 09:43, , , , 6")
    pack = merge(hall, fresh)
    same = "AP003, 09:43, 09:51, 1, , 5"

    with pytest.raises(services.RowUnchanged):
        correct(hall, pack, same)
    with pytest.raises(services.RowUnchanged):
        correct(hall, pack, "AP007, , , , , 8")
    for unclear in ("", f"{same}\n{same}"):
        with pytest.raises(services.RowUnclear):
            correct(hall, pack, unclear)
    with pytest.raises(services.CorrectionReasonMissing):
        services.correct_paper_row(
            pack_id=pack.id, row="AP003, 09:43, , , , 6", reason=None, by=hall.office, at=clock_at("10:30")
        )
    assert call(hall, "10:31") == "AP004"
    with pytest.raises(services.RowMovedOn):
        correct(hall, pack, "AP004, 09:50, 09:59, 2, , 4, , 10:03", at="10:40")
    assert row_of(hall, pack, "AP004").moved_on and not row_of(hall, pack, "AP005").moved_on
    assert again.first_difference(hall.hall_id) is None


def test_a_correction_sent_twice_is_made_once(hall: OpenHall) -> None:
    pack, key = merge(hall, in_use(hall)), Key("correct-once", "same")
    asked = {
        "pack_id": pack.id, "row": "AP003, 09:43, , , , 6", "reason": CorrectionReason.MISREAD,
        "by": hall.office, "at": clock_at("10:30"),
    }  # fmt: skip

    for _ in range(2):
        services.correct_paper_row(**asked, key=key)

    assert len(row_of(hall, pack, "AP003").words) == 2
    with pytest.raises(KeyReused):
        services.correct_paper_row(**asked, key=Key("correct-once", "other"))
