"""Every opening in the wall is a door that says whom it lets in."""

from __future__ import annotations

from tests.flows.doorwalk import NO_DOOR, openings
from yichuang.kernel.access import doors, labels
from yichuang.kernel.access.types import Role

# doors of acts that ask nobody who they are, each with its reason
ACTS_FOR_EVERYBODY = {
    "queueing.give_up": "a citizen has no account; the token of the ticket is the key",
    "ticket.leave": "the same, from the page of the ticket",
    "queueing.delay": "who holds the ticket's token lets others go first",
    "ticket.delay": "the same, from the page of the ticket",
    "remote.take": "a citizen has no account; the limits of taking by phone stand before it",
    "queueing.take_by_phone": "the same, for programs: the same limits, and failures are counted by network",
    "queueing.needs": "who holds the ticket's token says what it needs at the window",
    "ticket.needs": "the same, from the page of the ticket",
    "ticket.rate": "the same: whoever holds the token was served",
    "notice.open": "a citizen has no account; the code on the paper is the key, and tries are counted",
    "progress.look": "the same for a case: number and digits are the key, and tries are counted",
    "progress.urge": "who holds the address of a case's page is its applicant; urges have a pause",
    "demo.kiosk": "exists in a demo hall only, and refuses elsewhere",
}


def test_every_address_lane_and_topic_declares_its_rule():
    bare = [f"{one.kind} {one.address}" for one in openings() if one.door is None]

    assert not bare


def test_the_walk_finds_all_kinds_of_doors():
    kinds = [one.kind for one in openings()]

    assert {"page", "json", "lane", "live"} <= set(kinds)
    assert len(kinds) > 50


def test_a_lane_stands_behind_the_same_door_as_its_operation():
    by_address = {
        (one.address.replace("<", "{").replace(">", "}"), method): one.door
        for one in openings()
        if one.kind == "json"
        for method in one.methods
    }

    for one in openings():
        if one.kind == "lane":
            assert by_address[one.address, one.methods[0]] is one.door


def test_no_rule_lets_in_nobody_or_names_a_role_nobody_has():
    for name, door in doors.registry().items():
        rule = door.rule
        assert rule.public or rule.any_person or rule.roles or rule.kinds, name
        assert not rule.roles & {Role.CIT, Role.PUB, Role.SYS}, name


def test_acts_for_everybody_are_few_and_named():
    public = {name for name, door in doors.registry().items() if door.act and door.rule.public}

    assert public == set(ACTS_FOR_EVERYBODY)


def test_every_door_says_what_it_is_and_for_whom():
    for name, door in doors.registry().items():
        assert str(door.label), name
        assert door.rule.public or labels.who(door.rule), name


def test_what_is_no_door_says_why():
    assert all(NO_DOOR.values())
