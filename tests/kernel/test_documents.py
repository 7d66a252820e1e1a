"""Papers: archive-proof, the same every time, in correct Chinese, and never with a hole in them."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from yichuang.kernel import documents
from yichuang.kernel.documents import fonts, typeset
from yichuang.kernel.documents.types import (
    Fields,
    Heading,
    Numbered,
    Paper,
    Paragraph,
    Reasons,
    Rendered,
    Signature,
    Table,
    as_plain,
    from_plain,
    texts,
)

AT = datetime(2026, 3, 2, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
LETTER = Paper(
    title="一次性告知书",
    number="告字〔2026〕第3号",
    hall_name="安阳市人力资源和社会保障服务大厅",
    issuer="安阳市人力资源和社会保障服务大厅\n3号窗口 周颖（0301）",
    issued_on="2026年3月2日",
    seal_place="（盖章）",
    code_url="https://hall.example.cn/n/Ab3dE6gH9jK2mN5pQ8sT1w/",
    verify_text="扫码查看最新状态\n编号：告字〔2026〕第3号",
    footer="凭编号和查询码可逐字核对本文书。",
    blocks=(
        Paragraph("张*国：", flush=True),
        Heading("需要补正的材料"),
        Table(("序号", "材料名称"), (("1", "居民身份证"), ("2", "单位证明")), (0, 5)),
        Numbered(("《中华人民共和国社会保险法》第十九条", "国办发〔2009〕66号")),
        Fields((("办理时限", "5个工作日"),)),
        Reasons(("3月2日受理，当日不计", "3月3日 第1个工作日"), "日期计算过程"),
        Signature(("签收人",)),
    ),
)
CLOSING = "，。、；：？！）》〉」』】〕”’"
# what a person can type into a form: letters, hanzi, punctuation, markup of any kind
TYPED = st.text(
    st.sampled_from("请携带身份证原件,，。；《》()#$*_`@<>\\/[]{}~\"'=-+^&|% \n0123456789abcXYZ"), max_size=80
)


def pdf(paper: Paper, at: datetime = AT) -> Rendered:
    typeset.forget()
    return documents.pdf(paper, at=at)


def read(rendered: Rendered) -> PdfReader:
    return PdfReader(io.BytesIO(rendered.bytes))


def said(rendered: Rendered) -> str:
    """Return what a reader of the file finds written, without its line breaks and blanks."""
    return re.sub(r"\s", "", "".join(page.extract_text() for page in read(rendered).pages))


def saying(text: str) -> Paper:
    return replace(LETTER, blocks=(Paragraph(text),))


def test_a_paper_is_pdf_a_2b():
    root: Any = read(pdf(LETTER)).trailer["/Root"]

    told = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in told and "<pdfaid:conformance>B</pdfaid:conformance>" in told
    assert root["/OutputIntents"] and root["/Lang"] == "zh-CN"


def test_every_font_is_embedded():
    reader = read(pdf(LETTER))

    described = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    ]
    assert described
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one) for one in described)


def test_everything_the_paper_says_can_be_read_out_of_it():
    written = said(pdf(LETTER))

    assert not [one for one in texts(LETTER) if re.sub(r"\s", "", one) not in written]


def test_the_same_paper_at_the_same_moment_gives_the_same_bytes():
    first, again = pdf(LETTER), pdf(from_plain(json.loads(json.dumps(as_plain(LETTER)))))

    assert (first.bytes, first.sha256) == (again.bytes, again.sha256)
    assert pdf(LETTER, AT.astimezone(UTC)).sha256 == first.sha256  # the same moment, said elsewhere
    assert pdf(LETTER, AT + timedelta(seconds=1)).sha256 != first.sha256


def test_a_paper_of_a_real_moment_is_dated_to_its_second():
    assert pdf(LETTER, AT + timedelta(microseconds=424_242)).sha256 == pdf(LETTER).sha256


def test_a_moment_without_its_time_zone_dates_no_paper():
    with pytest.raises(ValueError, match="time zone"):
        pdf(LETTER, datetime(2026, 3, 2))


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("请写清楚\U0001f600再来", "U+1F600"),  # an emoji
        ("姓名中的\ue123字", "U+E123"),  # a hanzi of somebody's own
        ("नमस्ते", "U+0928"),  # a script no hall font has
        ("王\U00031350", "U+31350"),  # a hanzi newer than the fonts
    ],
)
def test_a_character_no_font_has_is_named_and_no_paper_is_made(text: str, point: str):
    with pytest.raises(documents.GlyphMissing) as missing:
        pdf(saying(text))

    assert point in str(missing.value)
    with pytest.raises(documents.GlyphMissing):
        documents.printable([text])


def test_rare_characters_of_names_are_printed():
    assert "䶮㛃㭎𠮷" in said(pdf(saying("申请人䶮㛃㭎𠮷")))


@pytest.mark.parametrize(
    "text",
    [
        '#eval("1+1") #panic("x") #include "/etc/passwd" #image("/etc/passwd")',
        "$ sum_(i=0)^n i $ *bold* _it_ `raw` = heading - list + enum / term: x",
        "<script>alert(1)</script> &amp; <!-- --> {{ paper }} {% load %}",
        "\\ \\u{41} ~ -- --- ... // /* not a comment */ @label <label> [content] {code}",
        '"quoted" \'single\' #"string" #{1} #[x]',
    ],
)
def test_what_somebody_typed_is_words_and_never_markup(text: str):
    assert re.sub(r"\s", "", text) in said(pdf(saying(text)))
    assert "<script>" not in documents.html(saying(text))


@settings(max_examples=25)
@given(reason=TYPED, cell=TYPED, value=TYPED)
def test_whatever_is_typed_a_paper_comes_of_it(reason: str, cell: str, value: str):
    blocks = (Paragraph(reason), Table(("说明",), ((cell,),)), Fields((("备注", value),)))

    written = said(pdf(replace(LETTER, blocks=blocks)))

    assert re.sub(r"\s", "", cell) in written and re.sub(r"\s", "", value) in written


def test_a_very_long_reason_runs_over_pages_and_loses_nothing():
    text = "经审查,您提交的材料不符合规定。" * 625

    rendered = pdf(saying(text))

    assert len(text) == 10_000
    assert rendered.pages == len(read(rendered).pages) > 5
    assert said(rendered).count("经审查") == 625


def test_no_line_begins_with_closing_punctuation():
    text = "".join(f"{'一二三四五六七八九'[: 1 + n % 9]}（甲），《乙》；“丙”。" for n in range(220))

    lines = [line for page in read(pdf(saying(text))).pages for line in page.extract_text().splitlines()]

    assert len(lines) > 60
    assert not [line for line in lines if line[:1] in CLOSING]
    assert not [line for line in lines if line[-1:] in "（《“"]


def test_the_seal_never_stands_on_a_page_without_text():
    pages = set()
    for lines in range(26, 36):
        reader = read(pdf(replace(LETTER, blocks=(Numbered(tuple(f"材料{n}" for n in range(lines))),))))
        pages.add(len(reader.pages))

        assert "材料" in reader.pages[-1].extract_text(), lines

    assert pages == {1, 2}  # somewhere between them it would have stood alone


def test_no_seal_is_drawn_only_its_place():
    with_place, without = pdf(LETTER), pdf(replace(LETTER, seal_place=""))

    assert "（盖章）" in said(with_place) and "盖章" not in said(without)
    images = [image for page in read(with_place).pages for image in page.images]
    assert not images


def test_a_paper_comes_back_from_json_as_it_went_in():
    assert from_plain(json.loads(json.dumps(as_plain(LETTER)))) == LETTER


def test_the_phone_reads_the_same_words():
    page = documents.html(LETTER)

    assert not [
        one
        for one in texts(replace(LETTER, verify_text="", footer="", seal_place="", issuer=""))
        if one not in page and one
    ]


def test_fonts_are_looked_for_in_the_setting_then_the_package_then_the_system(tmp_path: Path, settings: Any):
    usual = [place.source for place in fonts.places()]
    own = tmp_path / "fonts"
    own.mkdir()
    settings.FONTS_DIR = str(own)
    empty = [place.source for place in fonts.places()]
    wheel = next(place.folder for place in fonts.places() if place.source is fonts.Source.PACKAGE)
    (own / "hall.otf").write_bytes((wheel / "NotoSansSC-Regular.otf").read_bytes())

    assert usual[0] is empty[0] is fonts.Source.PACKAGE  # a folder without fonts is passed over
    assert fonts.places()[0].source is fonts.Source.SETTING
    assert fonts.faces().serif[0] == "Noto Sans SC"  # the hall's own font decides the look


def test_without_any_chinese_font_no_paper_is_made(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fonts, "places", tuple)

    with pytest.raises(documents.FontsMissing):
        documents.pdf(replace(LETTER, title="没有字体"), at=AT)
