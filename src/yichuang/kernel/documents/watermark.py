"""A mark to lie behind what leaves the house: who took it and when, light and aslant, as a picture."""

from __future__ import annotations

import json

import typst

from yichuang.kernel.documents import fonts

_PAGE = b"""#let faces = json(bytes(sys.inputs.faces))
#set page(width: 11cm, height: 7cm, margin: 0pt, fill: none)
#set text(font: faces.sans, size: 13pt, fill: luma(40%).transparentize(78%), lang: "zh")
#place(center + horizon, rotate(-24deg, reflow: false)[#sys.inputs.mark])
"""


def watermark(text: str, *, ppi: float = 96.0) -> bytes:
    """Return ``text`` as a PNG to be repeated behind a sheet.  Raises: FontsMissing."""
    faces = fonts.faces()
    compiler = typst.Compiler(
        input=_PAGE,
        font_paths=faces.fonts,
        ignore_system_fonts=True,
        sys_inputs={"mark": text, "faces": json.dumps({"serif": faces.serif, "sans": faces.sans})},
    )
    data = compiler.compile(format="png", ppi=ppi)
    assert isinstance(data, bytes)
    return data
