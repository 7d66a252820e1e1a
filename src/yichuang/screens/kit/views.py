"""The start page with the addresses of all screens, and the switch of language and type size."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from yichuang.kernel.access.doors import anyone, door
from yichuang.organization import selectors as organization
from yichuang.screens.kit.look import LARGE, Look, known_language, look_of, remember


@require_safe
@door("start", rule=anyone(), label=_("Start page"))
def start(request: HttpRequest) -> HttpResponse:
    """Show where each screen is."""
    return render(request, "kit/start.html", {"halls": organization.halls()})


@require_POST
@door("look", rule=anyone(), label=_("Language and type size"))
def choose_look(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language or type size and go back to where one was."""
    now = look_of(request)
    language = known_language(request.POST.get("lang")) or now.language
    size = request.POST.get("type") or now.type_size
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    remember(response, Look(language, size == LARGE))
    return response
