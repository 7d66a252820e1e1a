"""A slip as the bytes an ESC/POS printer understands.

Chinese goes out in the printer's own characters (GB18030 after ``FS &``, as Chinese models have them) with a
code the printer draws itself, or as one picture of the whole slip, which every ESC/POS printer can print.
"""

from __future__ import annotations

from escpos.constants import QR_ECLEVEL_M
from escpos.printer import Dummy

from yichuang.facilities.paper.picture import draw
from yichuang.facilities.paper.slip import Code, Pair, Rule, Slip, Text, broken, spread
from yichuang.facilities.types import Chinese, PaperWidth

COLUMNS = {PaperWidth.MM58: 32, PaperWidth.MM80: 48}
CODE_SIZE = {PaperWidth.MM58: 6, PaperWidth.MM80: 8}  # dots per module
KANJI = b"\x1c&"  # FS &: two-byte characters from here on
STRIPE = 256  # rows of dots sent at a time: cheap printers have little memory


def bytes_of(slip: Slip, paper: PaperWidth, chinese: Chinese) -> bytes:
    """Return the whole slip with its cut.

    Raises: NoFont where it is to be drawn and this machine has no font with Chinese characters.
    """
    out = Dummy()
    out.hw("INIT")
    if chinese is Chinese.PICTURE:
        out.image(draw(slip, paper), impl="bitImageRaster", fragment_height=STRIPE)
    else:
        out._raw(KANJI)
        _write(out, slip, COLUMNS[paper], CODE_SIZE[paper])
    out.cut()
    sent: bytes = out.output
    return sent


def _write(out: Dummy, slip: Slip, width: int, module: int) -> None:
    for block in slip.blocks:
        match block:
            case Text(text, size, bold, align):
                lines = broken(text, width // size)
                _lines(out, lines, size=size, bold=bold, align=align)
            case Pair():
                _lines(out, spread(block, width))
            case Rule():
                _lines(out, ["-" * width])
            case Code(address):
                out.set(align="center")
                out.qr(address, ec=QR_ECLEVEL_M, size=module, native=True)
                out.set(align="left")
                out._raw(b"\n")


def _lines(out: Dummy, lines: list[str], *, size: int = 1, bold: bool = False, align: str = "left") -> None:
    out.set(align=align, bold=bold, custom_size=True, width=size, height=size)
    for line in lines:
        out._raw(line.encode("gb18030") + b"\n")
