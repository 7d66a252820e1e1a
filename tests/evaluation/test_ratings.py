"""One invitation a visit, one rating at most, by nobody but whoever was served."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.evaluation.visits import Visit, terminal
from tests.support.hall import MORNING, Hall, build_hall
from yichuang.evaluation import handlers, selectors, services
from yichuang.evaluation.models import Invitation
from yichuang.kernel.claims import proves
from yichuang.kernel.errors import Refusal
from yichuang.kernel.idempotency import KeyReused
from yichuang.kernel.journal import selectors as journal
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.types import Actor, ActorKind, Key
from yichuang.regulations import services as regulations

pytestmark = pytest.mark.django_db
Served = Callable[..., Visit]


def entries(hall: Hall, name: str) -> list[Entry]:
    return list(Entry.objects.filter(hall_id=hall.id, name=f"evaluation.{name}").order_by("recorded_at"))


# ---- the invitation -----------------------------------------------------------------------------------


@proves("FBK-03")
def test_a_visit_is_invited_once_however_often_its_end_is_heard(hall: Hall, served: Served) -> None:
    mine = served()
    first = mine.asked
    end = next(one for one in journal.history(hall.id, matter=mine.ticket_id) if "served" in one.name)

    handlers.invite_when_served(end.event, end)

    assert mine.asked == first and len(entries(hall, "invitation_made")) == 1
    assert first.expires_at == MORNING + timedelta(hours=24), "rating.valid_hours"
    assert first.person_id == hall.clerk(1).id and first.window_id == hall.windows[1]
    with pytest.raises(IntegrityError), transaction.atomic():
        row = Invitation.objects.get(id=first.id)
        row.pk = None
        row.save(force_insert=True)


@proves("FBK-03")
def test_a_clerk_lets_the_terminal_ask_once_more_and_no_more(hall: Hall, served: Served) -> None:
    mine, later = served(), MORNING + timedelta(minutes=1)
    window, clerk = hall.windows[1], hall.clerk(1)
    key = Key("again-0001", "a" * 64)
    assert selectors.may_ask(selectors.last_at_window(hall.id, window), clerk.id, later)

    asked = services.ask_again(window_id=window, by=clerk, at=later, key=key)
    again = services.ask_again(window_id=window, by=clerk, at=later, key=key)

    assert asked == again and mine.asked.shown_at == later and len(entries(hall, "asked_again")) == 1
    assert not selectors.may_ask(mine.asked, clerk.id, later)
    with pytest.raises(services.AskedAgain):
        services.ask_again(window_id=window, by=clerk, at=later)
    by, _token = terminal(hall)
    mine.rate(by=by, at=later + timedelta(seconds=90))


def test_only_who_has_just_served_lets_the_terminal_ask(hall: Hall, served: Served) -> None:
    with pytest.raises(services.NobodyToAsk):
        services.ask_again(window_id=hall.windows[1], by=hall.clerk(1), at=MORNING)
    mine = served()
    for by, at in ((hall.clerk(2), MORNING), (hall.clerk(1), MORNING + timedelta(minutes=10))):
        with pytest.raises(services.NobodyToAsk):
            services.ask_again(window_id=hall.windows[1], by=by, at=at)
    mine.rate()

    services.ask_again(window_id=hall.windows[1], by=hall.clerk(1), at=MORNING)  # and learns nothing of it

    assert mine.asked.rated_at == MORNING


def test_who_gave_up_or_still_waits_is_not_invited(hall: Hall, served: Served) -> None:
    served()
    waiting = hall.take("A", MORNING)

    with pytest.raises(services.NotInvited):
        selectors.rater_at(waiting.token)


def test_each_hall_says_how_long_an_invitation_is_valid(hall: Hall, served: Served) -> None:
    regulations.set_parameter(
        hall_id=hall.id,
        parameter="rating.valid_hours",
        value=2,
        active_from=MORNING.date(),
        reason="一窗试行",
        by=hall.by,
        at=MORNING,
    )
    mine = served()

    with pytest.raises(services.TooLateToRate):
        mine.rate(at=MORNING + timedelta(hours=2))
    assert mine.rate(at=MORNING + timedelta(hours=2) - timedelta(seconds=1)).rated_at


def test_who_is_silent_has_said_nothing(hall: Hall, served: Served) -> None:
    mine = served()

    day = selectors.day_ratings(hall.id, MORNING.date())

    assert Invitation.objects.get(id=mine.asked.id).level is None
    assert (day.invited, day.rated, sum(one.count for one in day.levels)) == (1, 0, 0)


# ---- the rating ---------------------------------------------------------------------------------------


@proves("FBK-03")
def test_a_visitor_rates_by_the_link_and_the_journal_does_not_say_whose_visit_it_was(
    hall: Hall, served: Served
) -> None:
    mine = served()

    card = mine.rate("dissatisfied", reasons=["slow", "attitude", "slow"])

    told = entries(hall, "service_rated")[0]
    assert card.rated_at == MORNING and not card.rated_at_terminal
    assert json.loads(told.body) == {
        "item_id": None,
        "level": "dissatisfied",
        "person_id": hall.clerk(1).id.hex,
        "reasons": ["attitude", "slow"],
        "window_id": hall.windows[1].hex,
    }
    assert told.matter_id is None and told.cause_id is None and told.actor_kind == ActorKind.CITIZEN
    assert not {told.subject_id, told.actor_id} & {mine.ticket_id, mine.asked.id}
    assert mine.token not in told.body


@proves("FBK-03", refuses=True)
def test_a_second_rating_is_refused_with_the_same_or_another_level(served: Served) -> None:
    mine = served()
    mine.rate("satisfied")

    for level in ("satisfied", "very_dissatisfied"):
        with pytest.raises(services.AlreadyRated):
            mine.rate(level, at=MORNING + timedelta(minutes=1))
    assert Invitation.objects.get(id=mine.asked.id).level == "satisfied"


@proves("FBK-03", refuses=True)
def test_staff_rate_nothing_whatever_they_hold(hall: Hall, served: Served) -> None:
    mine = served()

    for who in (hall.clerk(1), hall.clerk(2), hall.person("0001"), hall.by):
        with pytest.raises(services.StaffMayNotRate):
            mine.rate("very_satisfied", by=who)
    assert mine.asked.rated_at is None


def test_nobody_rates_somebody_elses_visit(hall: Hall, served: Served) -> None:
    mine, yours = served(1), served(2)
    other = build_hall(code="BD")

    with pytest.raises(services.NotYourVisit):
        mine.rate(by=yours.citizen)
    with pytest.raises(services.NotInvited):
        mine.rate(by=Actor(ActorKind.CITIZEN, mine.asked.id, other.id))
    assert mine.asked.rated_at is None


@pytest.mark.parametrize(
    ("level", "reasons", "refusal"),
    [
        ("", (), services.LevelMissing),
        ("excellent", (), services.LevelMissing),
        ("satisfied", ("slow",), services.ReasonsUnfit),
        ("dissatisfied", ("他态度差",), services.ReasonsUnfit),
    ],
)
def test_a_rating_is_one_of_five_levels_with_reasons_from_a_list(
    served: Served, level: str, reasons: tuple[str, ...], refusal: type[Refusal]
) -> None:
    mine = served()

    with pytest.raises(refusal):
        mine.rate(level, reasons=reasons)
    assert mine.asked.rated_at is None


def test_a_rating_sent_twice_is_one(hall: Hall, served: Served) -> None:
    mine, key = served(), Key("rating-0001", "a" * 64)

    first = mine.rate("satisfied", key=key)
    again = mine.rate("satisfied", key=key, at=MORNING + timedelta(seconds=9))

    assert again == first and len(entries(hall, "service_rated")) == 1
    with pytest.raises(KeyReused):
        mine.rate("very_satisfied", key=Key("rating-0001", "b" * 64))


# ---- the terminal -------------------------------------------------------------------------------------


def test_the_terminal_of_the_window_takes_the_last_visit_for_a_while(hall: Hall, served: Served) -> None:
    mine, (device, _) = served(), terminal(hall)

    card = mine.rate("very_satisfied", by=device, at=MORNING + timedelta(seconds=15))

    told = entries(hall, "service_rated")[0]
    assert card.rated_at_terminal and told.actor_id == device.id and told.window_id == hall.windows[1]


def test_a_terminal_takes_neither_another_windows_visit_nor_an_earlier_one(
    hall: Hall, served: Served
) -> None:
    mine, (here, _), (there, _) = served(1), terminal(hall, 1), terminal(hall, 2)

    with pytest.raises(services.NotYourVisit):
        mine.rate(by=there)
    with pytest.raises(services.TooLateToRate):
        mine.rate(by=here, at=MORNING + timedelta(minutes=2))
    served(1, MORNING + timedelta(seconds=30))
    with pytest.raises(services.TooLateToRate):
        mine.rate(by=here, at=MORNING + timedelta(seconds=40))
    assert mine.rate(at=MORNING + timedelta(seconds=40)).rated_at, "the link still opens it"


# ---- what is told -------------------------------------------------------------------------------------


def test_clerks_hear_of_their_ratings_from_the_next_day_on_and_in_fives(hall: Hall, served: Served) -> None:
    clerk, tuesday = hall.clerk(1).id, MORNING.date() + timedelta(days=1)
    for place in range(5):
        served(1, MORNING + timedelta(minutes=place)).rate("satisfied")
    served(2, MORNING).rate("dissatisfied")

    assert selectors.own_ratings(hall.id, clerk, MORNING.date()).groups == ()
    told = selectors.own_ratings(hall.id, clerk, tuesday)
    assert [(one.first, one.last, one.rated) for one in told.groups] == [(MORNING.date(), MORNING.date(), 5)]
    few = selectors.own_ratings(hall.id, hall.clerk(2).id, tuesday)
    assert few.groups == () and few.held == 1, "a single rating is not told"


def test_the_office_sees_counts_and_no_window_with_few_ratings(hall: Hall, served: Served) -> None:
    for place, level in enumerate(["satisfied"] * 5 + ["very_dissatisfied"] * 5):
        said = {"reasons": ("slow",)} if level == "very_dissatisfied" else {}
        served(1 + place // 5, MORNING + timedelta(minutes=place)).rate(level, **said)
    served(4, MORNING + timedelta(minutes=30))
    other = build_hall(code="BD")

    day = selectors.day_ratings(hall.id, MORNING.date())

    assert (day.invited, day.rated) == (11, 10)
    assert {one.level.value: one.count for one in day.levels if one.count} == {
        "satisfied": 5,
        "very_dissatisfied": 5,
    }
    shown = {one.window_id: one.levels is not None for one in day.windows}
    assert shown == {hall.windows[1]: True, hall.windows[2]: True, hall.windows[4]: False}
    assert day.reasons and [(one.reason.value, one.count) for one in day.reasons] == [("slow", 5)]
    assert selectors.day_ratings(other.id, MORNING.date()).invited == 0
