"""A slip as bytes and as a picture, and the ways to a printer."""

from __future__ import annotations

import os
import pty
import socket
from pathlib import Path

import pytest
from escpos.printer import Dummy

from tests.facilities.printer import NO_PAPER, OFFLINE, TcpPrinter, read
from yichuang.facilities.paper import picture, ways
from yichuang.facilities.paper.address import fits
from yichuang.facilities.paper.escpos import bytes_of
from yichuang.facilities.paper.slip import Code, Pair, Rule, Slip, Text, broken, columns, loaded, stored
from yichuang.facilities.types import Chinese, PaperWidth, Reach, SlipTrouble

ADDRESS = "https://hall.example/t/3fQ9-xYz01234567890ab/"
SLIP = Slip(
    (
        Text("安阳市人力资源和社会保障局政务服务大厅", bold=True, align="center"),
        Text("A001", size=4, bold=True, align="center"),
        Text("社保综合", size=2, align="center"),
        Rule(),
        Pair("前面人数", "12 人"),
        Pair("预计等候", "10–20 分钟"),
        Pair("办理事项", "企业职工基本养老保险关系转移接续(跨省通办)申请"),
        Rule(),
        Code(ADDRESS),
        Text("过号后请到导办台重新排队,号码当日有效。"),
    )
)
BOTH = (PaperWidth.MM58, PaperWidth.MM80)
needs_font = pytest.mark.skipif(picture.font_file() is None, reason="this machine has no Chinese font")


@pytest.mark.parametrize("paper", BOTH)
def test_a_printer_reads_number_text_code_and_one_cut(paper: PaperWidth):
    seen = read(bytes_of(SLIP, paper, Chinese.CHARACTERS))

    assert seen.size_of("A001") == 4
    assert seen.size_of("社保综合") == 2
    assert "安阳市人力资源" in seen.text
    assert "10–20 分钟" in seen.text
    assert "过号后请到导办台" in seen.text
    assert seen.codes == [ADDRESS]
    assert seen.cuts == 1
    assert not seen.pictures


@pytest.mark.parametrize(("paper", "width"), [(PaperWidth.MM58, 32), (PaperWidth.MM80, 48)])
def test_no_line_runs_over_the_paper(paper: PaperWidth, width: int):
    seen = read(bytes_of(SLIP, paper, Chinese.CHARACTERS))

    assert max(columns(line) * size for line, size in seen.lines) <= width


def test_the_bytes_are_the_ones_of_the_manual():
    slip = Slip((Text("号A1", size=2),))

    sent = bytes_of(slip, PaperWidth.MM58, Chinese.CHARACTERS)

    # initialize, Chinese on, not bold, twice as big, to the left, the text, feed six lines, cut
    assert sent.hex(" ") == ("1b 40 1c 26 1d 21 11 1b 45 00 1b 61 00 ba c5 41 31 0a 1b 64 06 1d 56 00")


@needs_font
@pytest.mark.parametrize(("paper", "dots"), [(PaperWidth.MM58, 384), (PaperWidth.MM80, 576)])
def test_a_drawn_slip_is_one_picture_as_wide_as_the_paper(paper: PaperWidth, dots: int):
    seen = read(bytes_of(SLIP, paper, Chinese.PICTURE))

    assert {width for width, _high in seen.pictures} == {dots}
    assert sum(high for _width, high in seen.pictures) == picture.draw(SLIP, paper).height
    assert seen.ink > 5_000
    assert seen.cuts == 1
    assert not seen.text.strip()


def test_without_a_font_the_picture_is_refused_and_the_characters_are_not(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(picture, "font_file", lambda: None)
    picture._font.cache_clear()

    with pytest.raises(picture.NoFont):
        bytes_of(SLIP, PaperWidth.MM80, Chinese.PICTURE)
    assert bytes_of(SLIP, PaperWidth.MM80, Chinese.CHARACTERS)


def test_a_stored_slip_comes_back_as_it_was():
    assert loaded(stored(SLIP)) == SLIP


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("abc", 3, ["abc"]),
        ("国家", 3, ["国", "家"]),  # half a character is not printed
        ("one two three", 8, ["one two", "three"]),  # English breaks at a space
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("请到 3 号窗口", 8, ["请到 3", "号窗口"]),
    ],
)
def test_text_breaks_where_the_paper_ends(text: str, width: int, lines: list[str]):
    assert broken(text, width) == lines


@pytest.mark.parametrize(
    ("reach", "address", "fit"),
    [
        (Reach.FILE, "slips", True),
        (Reach.FILE, "/dev/usb/lp0", True),
        (Reach.FILE, "/etc/passwd", False),  # no other file of the computer
        (Reach.FILE, "../keys", False),
        (Reach.FILE, ".hidden", False),
        (Reach.NETWORK, "192.168.1.50", True),
        (Reach.NETWORK, "printer-3.hall:9100", True),
        (Reach.NETWORK, "printer:0", False),
        (Reach.NETWORK, "printer:99999", False),
        (Reach.NETWORK, "http://printer/", False),
        (Reach.USB, "04b8:0e15", True),
        (Reach.USB, "04b8", False),
    ],
)
def test_an_address_fits_its_way(reach: Reach, address: str, fit: bool):
    assert fits(reach, address) is fit


def _send(reach: Reach, address: str, data: bytes = b"slip", folder: Path = Path("/nowhere")) -> None:
    ways.send(reach, address, data, folder=folder, name="0001.bin")


def test_a_network_printer_gets_the_bytes_whole():
    printer = TcpPrinter()
    data = bytes_of(SLIP, PaperWidth.MM80, Chinese.CHARACTERS)

    _send(Reach.NETWORK, printer.address, data)

    assert printer.wait_for(1) == [data]


def test_a_printer_that_tells_nothing_about_itself_prints_all_the_same():
    printer = TcpPrinter(talks=False)

    _send(Reach.NETWORK, printer.address)

    assert printer.wait_for(1) == [b"slip"]


@pytest.mark.parametrize(
    ("online", "paper", "trouble"),
    [(b"\x16", NO_PAPER, SlipTrouble.NO_PAPER), (OFFLINE, b"\x12", SlipTrouble.OFFLINE)],
)
def test_a_printer_that_says_it_cannot_print_is_sent_nothing(
    online: bytes, paper: bytes, trouble: SlipTrouble
):
    printer = TcpPrinter()
    printer.online, printer.paper = online, paper

    with pytest.raises(ways.NotSent) as told:
        _send(Reach.NETWORK, printer.address)

    assert told.value.trouble is trouble
    assert not isinstance(told.value, ways.Unknown)
    assert printer.slips == []


def test_a_printer_that_is_not_there_is_told_at_once():
    free = socket.create_server(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()

    with pytest.raises(ways.NotSent) as told:
        _send(Reach.NETWORK, f"127.0.0.1:{port}")

    assert told.value.trouble is SlipTrouble.UNREACHABLE


def test_a_line_that_breaks_under_the_slip_leaves_it_unknown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ways, "SEND_SECONDS", 0.5)
    printer = TcpPrinter(talks=False, slow=3)

    with pytest.raises(ways.Unknown) as told:
        _send(Reach.NETWORK, printer.address, bytes(30_000_000))  # more than any buffer holds

    assert told.value.trouble is SlipTrouble.TIMEOUT


def test_a_file_printer_writes_each_slip_whole(tmp_path: Path):
    _send(Reach.FILE, "demo", b"one", tmp_path)

    assert (tmp_path / "demo" / "0001.bin").read_bytes() == b"one"


def test_a_printer_port_takes_the_bytes(monkeypatch: pytest.MonkeyPatch):
    master, slave = pty.openpty()
    os.set_blocking(slave, False)

    ways._to_port(Path(os.ttyname(slave)), b"slip")

    assert os.read(master, 10) == b"slip"


def test_a_printer_port_that_is_not_there_is_told():
    with pytest.raises(ways.NotSent):
        _send(Reach.FILE, "/dev/usb/lp99")


def test_usb_sends_the_same_bytes_once(monkeypatch: pytest.MonkeyPatch):
    """No USB printer was at hand: what is proven is which bytes the library is given."""
    port = Dummy()
    asked: list[tuple[int, int]] = []

    class FakeUsb:
        is_usable = staticmethod(lambda: True)

        def __new__(cls, vendor: int, product: int, **_kwargs: int) -> Dummy:
            asked.append((vendor, product))
            return port

    monkeypatch.setattr(ways, "Usb", FakeUsb)
    data = bytes_of(SLIP, PaperWidth.MM58, Chinese.CHARACTERS)

    _send(Reach.USB, "04b8:0e15", data)

    assert asked == [(0x04B8, 0x0E15)]
    assert port.output == data


def test_usb_without_its_driver_says_so(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ways.Usb, "is_usable", staticmethod(lambda: False))

    with pytest.raises(ways.NotSent) as told:
        _send(Reach.USB, "04b8:0e15")

    assert told.value.trouble is SlipTrouble.NO_DRIVER
