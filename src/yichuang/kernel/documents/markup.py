"""The same paper for a phone or a screen, from a template that escapes what it is told."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from yichuang.kernel.documents.types import Paper, as_plain

TEMPLATE = "kernel/paper.html"


def html(paper: Paper) -> SafeString:
    """Return ``paper`` as a fragment; its sheet of styles is the screens' own."""
    return render_to_string(TEMPLATE, {"paper": paper, "blocks": as_plain(paper)["blocks"]})
