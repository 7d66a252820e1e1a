"""The office's page of logins: open one for a person, give and take roles, a new initial password, close."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel import clock
from yichuang.kernel.access import labels, passwords, selectors, services, tokens
from yichuang.kernel.access.doors import caller, door, role
from yichuang.kernel.access.types import Caller, Role
from yichuang.kernel.types import Actor
from yichuang.organization import selectors as organization
from yichuang.organization.types import DepartmentCard
from yichuang.screens.kit.forms import act_key, id_of, optional_id

KEEPERS = role(Role.OFF, Role.ADM)


def _actor(who: Caller) -> Actor:
    assert who.actor is not None  # the door let a person in
    return who.actor


def _page(request: HttpRequest, **told: object) -> dict[str, object]:
    hall_id = _actor(caller(request)).hall_id
    people = {one.id: one for one in organization.people(hall_id)}
    departments: dict[UUID | None, DepartmentCard] = {
        one.id: one for one in organization.departments(hall_id)
    }
    given: dict[UUID, list[dict[str, object]]] = {}
    for one in selectors.grants(hall_id, clock.now()):
        shown = {
            "id": one.id,
            "role": labels.ROLES[one.role],
            "department": departments.get(one.department_id),
        }
        given.setdefault(one.account_id, []).append(shown)
    accounts = selectors.accounts(hall_id)
    with_account = {one.person_id for one in accounts}
    return {
        "rows": [
            {"account": one, "person": people.get(one.person_id), "roles": given.get(one.id, [])}
            for one in accounts
        ],
        "without": [one for one in people.values() if one.id not in with_account and one.active],
        "departments": list(departments.values()),
        "roles": labels.grantable(),
        **told,
    }


def _back() -> HttpResponse:
    response = HttpResponseRedirect(reverse("gate:accounts"))
    response.status_code = 303
    return response


@require_safe
@door("office.accounts", rule=KEEPERS, label=_("Accounts"))
def accounts(request: HttpRequest) -> HttpResponse:
    """Show the hall's logins with their roles."""
    return render(request, "gate/accounts.html", _page(request))


@require_POST
@door("office.open_account", rule=KEEPERS, act=True, label=_("Open an account"))
def open_account(request: HttpRequest) -> HttpResponse:
    """Open a login for a person of the hall and show its initial password, once."""
    who = caller(request)
    by, key = _actor(who), act_key(request)
    person = organization.person(by.hall_id, id_of(request.POST.get("person")))
    initial = passwords.initial(tokens.seed_of(by, key))
    card = services.create_account(
        hall_id=by.hall_id,
        hall_code=who.hall_code,
        person_id=person.id,
        worker_number=person.worker_number,
        password=initial,
        by=by,
        at=clock.now(),
        key=key,
    )
    return render(request, "gate/accounts.html", _page(request, initial=initial, told=card))


@require_POST
@door("office.reset_password", rule=KEEPERS, act=True, label=_("Give a new initial password"))
def reset_password(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give a worker a new initial password and show it, once."""
    by = _actor(caller(request))
    card = selectors.account(by.hall_id, account_id)
    initial = services.reset_password(account_id=card.id, by=by, at=clock.now(), key=act_key(request))
    return render(request, "gate/accounts.html", _page(request, initial=initial, told=card))


@require_POST
@door("office.close_account", rule=KEEPERS, act=True, label=_("Close an account"))
def close_account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Close a login: roles and sessions end at once."""
    by = _actor(caller(request))
    services.close_account(account_id=account_id, by=by, at=clock.now(), key=act_key(request))
    return _back()


@require_POST
@door("office.give_role", rule=KEEPERS, act=True, label=_("Give a role"))
def give_role(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give a worker a role in the hall or one department."""
    by = _actor(caller(request))
    wanted = request.POST.get("role", "")
    if wanted not in set(Role):
        raise Http404
    department_id = optional_id(request.POST.get("department"))
    if department_id and department_id not in {one.id for one in organization.departments(by.hall_id)}:
        raise Http404
    services.grant_role(
        account_id=account_id,
        role=Role(wanted),
        department_id=department_id,
        by=by,
        at=clock.now(),
        key=act_key(request),
    )
    return _back()


@require_POST
@door("office.revoke_role", rule=KEEPERS, act=True, label=_("Take a role back"))
def revoke_role(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Take a role back at once."""
    by = _actor(caller(request))
    services.revoke_role(grant_id=grant_id, by=by, at=clock.now(), key=act_key(request))
    return _back()
