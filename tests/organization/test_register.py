"""The register of the hall: departments, zones, windows, people, and what is refused there."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from tests.halls import at, found_hall
from yichuang.kernel.access import selectors as access_selectors
from yichuang.kernel.access import services as access
from yichuang.kernel.errors import Refusal
from yichuang.kernel.journal.models import Entry
from yichuang.kernel.texts import TextMissing, TextTooLong, TextUnreadable
from yichuang.kernel.types import Key
from yichuang.organization import selectors, services
from yichuang.organization.errors import (
    AlreadyThere,
    CodeUnfit,
    HallUnknown,
    KindUnknown,
    NumberUnfit,
    PersonUnknown,
    PlaceUnknown,
    ProfileUnknown,
    TimezoneUnknown,
    WindowUnknown,
    WindowWithoutZone,
)
from yichuang.organization.models import Person, Window
from yichuang.organization.types import PersonKind

pytestmark = pytest.mark.django_db

HOSTILE = [
    ("<script>alert(1)</script>", None),
    ("'); DROP TABLE organization_hall; --", None),
    ("🎫👵🏽窗口", None),
    ("%(field)s %s {0} {{x}}", None),
    ("甲" * 10_000, TextTooLong),
    ("   ", TextMissing),
    ("", TextMissing),
    ("a\x00b", TextUnreadable),
    ("a\u202eb", TextUnreadable),
    ("\ud800", TextUnreadable),
    (None, TextUnreadable),
]


def test_the_register_is_what_every_screen_draws():
    hall = found_hall(windows=0)
    upstairs = services.add_zone(code="b", name="二楼B区", place="电梯出口右侧", by=hall.by, at=at("08:00"))
    office = services.add_department(code="sb", name="社保中心", by=hall.by, at=at("08:00"))

    services.add_window(number=12, zone_id=upstairs.id, name="工伤", by=hall.by, at=at("08:00"))
    services.add_window(
        number=2, zone_id=hall.zone, name="参保", department_id=office.id, by=hall.by, at=at("08:00")
    )

    assert [(one.number, one.zone_code, one.zone_name, one.active) for one in selectors.windows(hall.id)] == [
        (2, "A", "一楼A区", False),
        (12, "B", "二楼B区", False),
    ]
    assert [one.place for one in selectors.zones(hall.id)] == ["", "电梯出口右侧"]
    assert [one.code for one in selectors.departments(hall.id)] == ["SB"]


def test_a_window_without_a_zone_is_refused():
    hall = found_hall(windows=0)

    with pytest.raises(WindowWithoutZone) as refused:
        services.add_window(number=1, zone_id=None, by=hall.by, at=at("08:00"))

    assert refused.value.rule == "ORG-03" and "分区" in str(refused.value)
    assert selectors.windows(hall.id) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Window.objects.create(hall_id=hall.id, number=1)


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (NumberUnfit, {"number": 0}),
        (NumberUnfit, {"number": 1000}),
        (NumberUnfit, {"number": True}),
        (NumberUnfit, {"number": "1"}),
        (AlreadyThere, {"number": 1}),
        (PlaceUnknown, {"zone_id": UUID(int=9)}),
        (PlaceUnknown, {"department_id": UUID(int=9)}),
    ],
)
def test_a_window_is_refused_with_a_reason_and_leaves_no_trace(refusal, changes):
    hall = found_hall()
    entries = Entry.objects.count()

    with pytest.raises(refusal):
        services.add_window(**({"number": 9, "zone_id": hall.zone} | changes), by=hall.by, at=at("08:00"))

    assert len(selectors.windows(hall.id)) == 3 and Entry.objects.count() == entries


def test_places_of_another_hall_are_not_found_here():
    anyang, hebi = found_hall("AYRS"), found_hall("HBRS")

    with pytest.raises(PlaceUnknown):
        services.add_window(number=9, zone_id=hebi.zone, by=anyang.by, at=at("08:00"))
    with pytest.raises(WindowUnknown):
        selectors.window(anyang.id, hebi.windows[1])
    with pytest.raises(PersonUnknown):
        selectors.person(anyang.id, hebi.people["0301"])
    with pytest.raises(PersonUnknown):
        services.set_person_kind(
            person_id=hebi.people["0301"], kind=PersonKind.SERVICE, by=anyang.by, at=at("08:00")
        )
    with pytest.raises(PersonUnknown):
        services.appoint_head(person_id=hebi.people["0301"], by=anyang.by, at=at("08:00"))


def test_the_same_worker_number_may_work_in_two_halls_but_only_once_in_each():
    anyang, hebi = found_hall("AYRS"), found_hall("HBRS")

    with pytest.raises(AlreadyThere) as refused:
        services.add_person(worker_number="0301", name="刘洋", by=anyang.by, at=at("08:00"))

    assert str(refused.value) == "“0301”已经登记过。"
    assert selectors.person_by_worker_number(hebi.id, "0301").display_name == "张伟国"


def test_a_name_lies_in_the_vault_and_nowhere_else():
    hall = found_hall()

    card = selectors.person_by_worker_number(hall.id, "0302")

    assert card.display_name == "李娜" and card.kind is PersonKind.HANDLING
    row = Person.objects.get(id=card.id)
    assert "李娜" not in str(vars(row))
    assert all("李娜" not in entry.body for entry in Entry.objects.filter(hall_id=hall.id))


def test_people_are_listed_without_those_who_left_unless_asked():
    hall = found_hall()

    services.person_leaves(person_id=hall.people["0304"], by=hall.by, at=at("18:00"))

    assert "0304" not in [one.worker_number for one in selectors.people(hall.id)]
    assert "0304" in [one.worker_number for one in selectors.people(hall.id, include_left=True)]
    assert not selectors.person(hall.id, hall.people["0304"]).active


def test_who_leaves_the_hall_signs_in_no_more():
    hall = found_hall()
    zhao = hall.people["0304"]
    account = access.create_account(
        hall_id=hall.id,
        hall_code="AYRS",
        person_id=zhao,
        worker_number="0304",
        password="Anyang-Window-26",
        by=hall.by,
        at=at("08:00"),
    )

    services.person_leaves(person_id=zhao, by=hall.by, at=at("18:00"))

    assert not access_selectors.account(hall.id, account.id).active


@pytest.mark.parametrize(("text", "refusal"), HOSTILE)
def test_whatever_is_typed_as_a_name_is_kept_literally_or_refused_with_a_sentence(text, refusal):
    hall = found_hall(windows=0)
    acts = [
        lambda: services.add_zone(code="X", name=text, by=hall.by, at=at("08:00")),
        lambda: services.add_department(code="X", name=text, by=hall.by, at=at("08:00")),
        lambda: services.add_person(worker_number="X", name=text, by=hall.by, at=at("08:00")),
    ]

    for act in acts:
        if refusal is None:
            card = act()
            assert text in (getattr(card, "name", None), getattr(card, "display_name", None))
            continue
        entries = Entry.objects.count()
        with pytest.raises(refusal) as refused:
            act()
        assert str(refused.value) and len(str(refused.value)) < 200
        assert Entry.objects.count() == entries


@pytest.mark.parametrize("code", ["", " ", "a b", "甲", "A" * 17, "-A", "A;DROP", None, 7, "A\x00"])
def test_a_code_is_short_and_plain(code):
    hall = found_hall(windows=0)

    with pytest.raises(CodeUnfit) as refused:
        services.add_zone(code=code, name="分区", by=hall.by, at=at("08:00"))

    assert "代码" in str(refused.value)


@pytest.mark.parametrize(
    ("refusal", "changes"),
    [
        (AlreadyThere, {"code": "ayrs"}),  # the code of a hall is one, however it is typed
        (CodeUnfit, {"code": "安阳"}),
        (ProfileUnknown, {"profile": "casino"}),
        (TimezoneUnknown, {"timezone": "Mars/Olympus"}),
        (TimezoneUnknown, {"timezone": "../../etc/passwd"}),
        (TimezoneUnknown, {"timezone": ""}),
        (TextMissing, {"name": ""}),
    ],
)
def test_a_hall_is_refused_with_a_reason(refusal, changes):
    found_hall("AYRS")

    with pytest.raises(refusal):
        services.create_hall(
            **({"code": "HBRS", "name": "鹤壁市人社大厅"} | changes), by=services.founder(), at=at("08:00")
        )

    assert [one.code for one in selectors.halls()] == ["AYRS"]


def test_a_hall_is_found_by_its_code_however_it_is_typed():
    hall = found_hall("AYRS")

    assert selectors.hall_by_code(" ayrs ").id == hall.id
    for unknown in ("", "HBRS", "x" * 10_000, "'; --"):
        with pytest.raises(HallUnknown):
            selectors.hall_by_code(unknown)


def test_sending_an_act_twice_does_it_once():
    hall, key = found_hall(windows=0), Key("kiosk-form-0001", "a" * 64)
    acts = [
        lambda: services.add_zone(code="X", name="咨询区", by=hall.by, at=at("08:00"), key=key),
        lambda: services.add_department(code="X", name="工伤科", by=hall.by, at=at("08:00"), key=key),
        lambda: services.add_person(worker_number="X1", name="刘洋", by=hall.by, at=at("08:00"), key=key),
        lambda: services.add_window(number=7, zone_id=hall.zone, by=hall.by, at=at("08:00"), key=key),
    ]

    for act in acts:
        first = act()
        entries = Entry.objects.count()
        assert act() == first and Entry.objects.count() == entries


def test_a_kind_of_post_is_one_the_rulebook_knows():
    hall = found_hall()

    with pytest.raises(KindUnknown):
        services.add_person(
            worker_number="X1",
            name="刘洋",
            kind="king",  # type: ignore[arg-type]
            by=hall.by,
            at=at("08:00"),
        )


def test_every_refusal_of_the_room_is_a_translated_sentence():
    from yichuang.organization import errors

    kinds = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Refusal)]

    for kind in kinds:
        if kind is not Refusal and kind.__module__ == errors.__name__:
            assert (
                any("\u4e00" <= char <= "\u9fff" for char in str(kind.sentence)) or "%(why)s" in kind.sentence
            )
