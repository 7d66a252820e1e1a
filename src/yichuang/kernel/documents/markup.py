"""The same paper for a phone or a screen, from a template that escapes what it is told."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from yichuang.kernel.documents.types import Block, Paper, Table, block_as_plain

TEMPLATE = "kernel/paper.html"


def html(paper: Paper) -> SafeString:
    """Return ``paper`` as a fragment; its sheet of styles is the screens' own."""
    return render_to_string(TEMPLATE, {"paper": paper, "blocks": [_block(one) for one in paper.blocks]})


def _block(block: Block) -> dict[str, Any]:
    """Return a block as the template wants it: each cell of a table knows what its column is called."""
    plain = block_as_plain(block)
    if isinstance(block, Table):
        plain["cells"] = [tuple(zip(block.columns, row, strict=False)) for row in block.rows]
    return plain
