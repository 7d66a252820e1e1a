"""Who may see and work on a case."""

from __future__ import annotations

import itertools
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.hall import Office
from yichuang.cases import selectors
from yichuang.cases.models import Case
from yichuang.cases.rules.sight import Scope, may_see, may_work, seen_by
from yichuang.kernel.access.types import GrantCard, Role
from yichuang.kernel.ids import new_id

LI, WANG = UUID(int=1), UUID(int=2)
SOCIAL, LABOUR = UUID(int=10), UUID(int=11)
BACK = frozenset({Role.STF, Role.CHIEF})


@pytest.mark.parametrize(
    ("role", "of", "home", "scope", "sees"),
    [
        (Role.STF, None, SOCIAL, Scope(SOCIAL, False, frozenset()), True),  # a clerk of the department
        (Role.STF, None, LABOUR, Scope(SOCIAL, False, frozenset()), False),  # of another one
        (Role.STF, SOCIAL, LABOUR, Scope(SOCIAL, False, frozenset()), True),  # lent to it
        (Role.STF, None, None, Scope(SOCIAL, False, frozenset()), True),  # of no department: the whole hall's
        (Role.STF, None, SOCIAL, Scope(None, False, frozenset()), True),  # a case of no department
        (Role.OFF, None, None, Scope(SOCIAL, False, frozenset()), True),  # the office oversees
        (Role.OFF, None, None, Scope(SOCIAL, True, frozenset()), False),  # but nothing confidential
        (Role.STF, None, SOCIAL, Scope(SOCIAL, True, frozenset()), False),  # nor a colleague
        (Role.STF, None, LABOUR, Scope(SOCIAL, True, frozenset({LI})), True),  # who has it in hand does
        (Role.SEC, None, SOCIAL, Scope(SOCIAL, True, frozenset()), True),  # and the head of the department
        (Role.SEC, None, LABOUR, Scope(SOCIAL, True, frozenset()), False),
        (Role.TECH, None, None, Scope(SOCIAL, False, frozenset()), False),  # technicians see no case
    ],
)
def test_who_sees_a_case(role: Role, of: UUID | None, home: UUID | None, scope: Scope, sees: bool) -> None:
    assert may_see(scope, LI, seen_by([GrantCard(role, of)], home)) is sees


@pytest.mark.parametrize(
    ("role", "home", "scope", "works"),
    [
        (Role.STF, SOCIAL, Scope(SOCIAL, False, frozenset()), True),
        (Role.STF, LABOUR, Scope(SOCIAL, False, frozenset()), False),
        (Role.OFF, None, Scope(SOCIAL, False, frozenset()), False),  # who oversees does not handle
        (Role.STF, SOCIAL, Scope(SOCIAL, True, frozenset({WANG})), False),
        (Role.STF, SOCIAL, Scope(SOCIAL, True, frozenset({LI})), True),
    ],
)
def test_who_works_on_a_case(role: Role, home: UUID | None, scope: Scope, works: bool) -> None:
    assert may_work(scope, LI, [GrantCard(role)], home, BACK) is works


DEPARTMENTS = st.sampled_from([None, SOCIAL, LABOUR])
GRANTS = st.lists(st.builds(GrantCard, st.sampled_from(list(Role)), DEPARTMENTS), max_size=3)


@pytest.mark.django_db
def test_a_list_lets_through_exactly_what_a_look_at_one_does(office: Office) -> None:
    """One rule for one and for many: over every kind of case and random roles they never differ."""
    template = Case.objects.get(id=office.submit("SECRET").id)
    for place, (department, secret, handler) in enumerate(
        itertools.product((None, SOCIAL, LABOUR), (False, True), (None, LI))
    ):
        template.pk, template.number, template.token = new_id(), f"C{place}", f"t{place}"
        template.department_id, template.confidential, template.handler_id = department, secret, handler
        template.submitted_by = WANG
        template.save(force_insert=True)
    cards = [selectors.card_of(row) for row in Case.objects.filter(submitted_by=WANG)]

    @given(GRANTS, DEPARTMENTS)
    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    def check(grants: list[GrantCard], home: UUID | None) -> None:
        seen = seen_by(grants, home)
        listed = set(
            Case.objects.filter(selectors.visible(LI, seen), submitted_by=WANG).values_list("id", flat=True)
        )

        assert listed == {one.id for one in cards if selectors.may_see(one, LI, seen)}

    check()
