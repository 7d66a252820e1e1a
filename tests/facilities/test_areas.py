"""The layout of the hall: areas with directions; what every hall has and is missing is warned of."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.support.hall import MORNING, Hall, build_hall
from yichuang.facilities import selectors, services
from yichuang.facilities.refusals import AreaUnknown
from yichuang.facilities.types import AreaCard, AreaKind
from yichuang.installation import doctor
from yichuang.kernel.claims import proves
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.texts import TextMissing
from yichuang.kernel.types import Key
from yichuang.organization import selectors as organization
from yichuang.organization.errors import PlaceUnknown

pytestmark = pytest.mark.django_db
KEY = Key("0123456789abcdef", "a" * 64)


def enter(hall: Hall, kind: AreaKind, place: str = "正门右侧", **more: object) -> AreaCard:
    return services.add_area(kind=kind, name="接待区", place=place, by=hall.by, at=MORNING, **more)  # type: ignore[arg-type]


@proves("INT-03")
def test_what_every_hall_has_and_is_not_entered_is_a_warning():
    hall = build_hall()
    assert selectors.areas_missing(hall.id) == (AreaKind.CONSULTATION, AreaKind.RECEPTION, AreaKind.WAITING)

    enter(hall, AreaKind.CONSULTATION)
    waiting = enter(hall, AreaKind.WAITING)
    assert selectors.areas_missing(hall.id) == (AreaKind.RECEPTION,)
    enter(hall, AreaKind.RECEPTION)
    assert selectors.areas_missing(hall.id) == ()
    services.remove_area(area_id=waiting.id, by=hall.by, at=MORNING)

    assert selectors.areas_missing(hall.id) == (AreaKind.WAITING,)
    told = list(doctor._layout())
    assert len(told) == 1 and "安阳市" in told[0].sentence and not told[0].serious


def test_the_doctor_says_nothing_of_a_whole_layout_or_of_a_hall_that_is_not_open():
    from tests.halls import found_hall

    found_hall("BD")
    hall = build_hall()
    for kind in (AreaKind.CONSULTATION, AreaKind.RECEPTION, AreaKind.WAITING):
        enter(hall, kind)

    assert list(doctor._layout()) == []


def test_an_area_is_entered_moved_and_removed_and_the_journal_tells():
    hall = build_hall()
    zone = organization.zones(hall.id)[0]

    card = enter(hall, AreaKind.WAITING, zone_id=zone.id, key=KEY)
    again = enter(hall, AreaKind.WAITING, zone_id=zone.id, key=KEY)
    moved = services.change_area(area_id=card.id, name="等候区", place="左侧", by=hall.by, at=MORNING)
    services.remove_area(area_id=card.id, by=hall.by, at=MORNING)

    assert again == card and (moved.name, moved.place, moved.zone_id) == ("等候区", "左侧", zone.id)
    assert selectors.areas(hall.id) == []
    told = Entry.objects.filter(name__startswith="facilities.area_").order_by("id")
    assert [one.name.rpartition("_")[2] for one in told] == ["added", "changed", "removed"]
    assert not any("左侧" in one.body for one in told)


def test_an_area_without_directions_or_in_a_foreign_zone_is_refused():
    hall, other = build_hall(), build_hall(code="BD")

    with pytest.raises(TextMissing):
        enter(hall, AreaKind.WAITING, " ")
    with pytest.raises(PlaceUnknown):
        enter(hall, AreaKind.WAITING, zone_id=organization.zones(other.id)[0].id)


def test_what_is_not_there_any_more_is_neither_moved_nor_removed():
    hall = build_hall()
    card = enter(hall, AreaKind.WAITING)
    services.remove_area(area_id=card.id, by=hall.by, at=MORNING)

    for area_id in (card.id, uuid4()):
        with pytest.raises(AreaUnknown):
            services.change_area(area_id=area_id, name="等候区", place="左侧", by=hall.by, at=MORNING)
        with pytest.raises(AreaUnknown):
            services.remove_area(area_id=area_id, by=hall.by, at=MORNING)
