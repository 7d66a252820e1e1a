"""Catalogue files for tests, written the way an office would."""

from __future__ import annotations

from importlib import resources

GOOD = """
meta:
  title: 示例
items:
- id: RS001
  hall: hrss
  name: 失业登记
  department: 公共就业服务机构
  category: 公共服务
  applicant: 个人
  case_type: 即办件
  legal_basis: [《中华人民共和国就业促进法》]
  questions:
  - {code: worked, text: 此前是否就业过, text_en: "Have you worked before?"}
  materials:
  - {name: 有效身份证件, form: 原件核验, required: true, shareable: true, deferrable: false}
  - {name: 终止劳动关系证明, form: 复印件, required: true, condition: {question: worked, is: true}}
  statutory_limit: {value: 10, unit: working_day, citation: 《条例》第六条}
  promised_limit: {value: 5, unit: working_day}
  fee: {charged: false, amount_yuan: 0, note: 不收费}
  steps:
  - {name: 受理, role: stf, limit: {value: 1, unit: working_day}}
  - {name: 决定, role: sec, limit: {value: 2, unit: working_day}}
  simple: true
  needs_id: true
  window_type: 就业综合
  avg_minutes: 12
  ticket_prefix: D
  channels: [window, online]
  appointment: true
- id: FY001
  hall: court
  name: 立案
  department: 窗口单位
  applicant: 个人
  legal_basis: [《民事诉讼法》]
  materials: []
  statutory_limit: {value: 7, unit: calendar_day, citation: 《规定》第八条}
  fee: {charged: false}
  avg_minutes: 20
  ticket_prefix: L
"""


def demo() -> str:
    """Return the catalogue that ships."""
    return resources.files("yichuang.catalogue").joinpath("data/demo.yaml").read_text("utf-8")


def line_of(text: str, part: str) -> int:
    """Return the number of the first line that contains ``part``."""
    return next(number for number, line in enumerate(text.split("\n"), start=1) if part in line)
