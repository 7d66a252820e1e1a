"""A slip as a picture in the printer's dots, drawn with a font that has Chinese characters."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import segno
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageDraw, ImageFont

from yichuang.facilities.paper.slip import Code, Pair, Slip, Text
from yichuang.facilities.types import PaperWidth
from yichuang.kernel.errors import Refusal

DOTS = {PaperWidth.MM58: 384, PaperWidth.MM80: 576}
MODULE = {PaperWidth.MM58: 6, PaperWidth.MM80: 8}
EM = 24
GAP = 6
PLACES = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.fonts",
    "~/.local/share/fonts",
    "/System/Library/Fonts",
)
# by name of the file, the best first
FONTS = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "NotoSansSC-Regular.ttf",
    "SourceHanSansSC-Regular.otf",
    "SourceHanSansCN-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "PingFang.ttc",
    "NotoSerifCJK-Regular.ttc",
    "uming.ttc",
    "ukai.ttc",
)
SIMPLIFIED = " SC"  # how the simplified face of a collection ends


class NoFont(Refusal):
    """There is nothing to draw Chinese with."""

    code = "no-font"
    sentence = _(
        "This computer has no font with Chinese characters to draw the slip with. Install one (Debian: "
        "fonts-noto-cjk), or let the printer use its own characters."
    )


@cache
def font_file() -> tuple[str, int] | None:
    """Return the file of this machine's best Chinese font and the face in it, None where there is none."""
    by_name: dict[str, Path] = {}
    for place in PLACES:
        for path in Path(place).expanduser().rglob("*.[to]t[cf]"):
            by_name.setdefault(path.name, path)
    for name in FONTS:
        if name in by_name:
            return str(by_name[name]), _face(str(by_name[name]))
    return None


def _face(path: str) -> int:
    """Return which face of a collection draws simplified characters."""
    for index in range(10):
        try:
            family = ImageFont.truetype(path, EM, index=index).getname()[0] or ""
        except OSError:
            break
        if family.endswith(SIMPLIFIED):
            return index
    return 0


def draw(slip: Slip, paper: PaperWidth) -> Image.Image:
    """Return the slip in black and white, as wide as the paper.

    Raises: NoFont.
    """
    parts = [_part(block, DOTS[paper], MODULE[paper]) for block in slip.blocks]
    whole = Image.new("1", (DOTS[paper], sum(part.height + GAP for part in parts)), 1)
    down = 0
    for part in parts:
        whole.paste(part, (0, down))
        down += part.height + GAP
    return whole


def png(slip: Slip, paper: PaperWidth) -> bytes:
    """Return the drawn slip as a PNG file.

    Raises: NoFont.
    """
    out = io.BytesIO()
    draw(slip, paper).save(out, "PNG")
    return out.getvalue()


def _part(block: object, width: int, module: int) -> Image.Image:
    match block:
        case Text(text, size, bold, align):
            return _text(text, width, size=size, bold=bold, center=align == "center")
        case Pair():
            return _pair(block, width)
        case Code(address):
            return _code(address, width, module)
        case _:
            return _rule(width)


def _rule(width: int) -> Image.Image:
    part = Image.new("1", (width, 6), 1)
    ImageDraw.Draw(part).line([(0, 3), (width, 3)], fill=0, width=2)
    return part


def _pair(pair: Pair, width: int) -> Image.Image:
    name, value = _wide(pair.name, 1), _wide(pair.value, 1)
    if name + value + EM // 2 > width:
        top = _text(pair.name, width)
        below = _text(pair.value, width)
        both = Image.new("1", (width, top.height + below.height), 1)
        both.paste(top, (0, 0))
        both.paste(below, (0, top.height))
        return both
    part = _text(pair.name, width)
    ImageDraw.Draw(part).text((width - value, 0), pair.value, fill=0, font=_font(1))
    return part


def _text(text: str, width: int, *, size: int = 1, bold: bool = False, center: bool = False) -> Image.Image:
    lines = _broken(text, width, size)
    high = _high(size)
    part = Image.new("1", (width, high * len(lines)), 1)
    pen = ImageDraw.Draw(part)
    for place, line in enumerate(lines):
        left = max((width - _wide(line, size)) // 2, 0) if center else 0
        for struck in range(2 if bold else 1):  # bold as printers do it: struck twice, a dot further on
            pen.text((left + struck * size, place * high), line, fill=0, font=_font(size))
    return part


def _broken(text: str, width: int, size: int) -> list[str]:
    lines, line = [], ""
    for one in text.strip():
        if line and _wide(line + one, size) > width:
            space = line.rfind(" ")
            if space > 0 and one.isascii() and one != " ":
                lines.append(line[:space])
                line = line[space + 1 :] + one
                continue
            lines.append(line)
            line = ""
        line += one
    return [*lines, line]


def _code(address: str, width: int, module: int) -> Image.Image:
    rows = list(segno.make(address, error="m").matrix)
    side = len(rows) * module
    part = Image.new("1", (width, side + 2 * module), 1)
    pen = ImageDraw.Draw(part)
    left = (width - side) // 2
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                at = (left + x * module, (y + 1) * module)
                pen.rectangle([at, (at[0] + module - 1, at[1] + module - 1)], fill=0)
    return part


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    found = font_file()
    if found is None:
        raise NoFont
    path, face = found
    return ImageFont.truetype(path, EM * size, index=face)


def _wide(text: str, size: int) -> int:
    return round(_font(size).getlength(text))


def _high(size: int) -> int:
    up, down = _font(size).getmetrics()
    return up + down if size == 1 else round((up + down) * 0.95)
