from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.kernel.vault import rules
from yichuang.kernel.vault.types import Kind

ID = "110101199003070134"  # made up; its check digit is right


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张建国", "张*国"),
        ("李明", "李*"),
        ("欧阳娜娜", "欧**娜"),
        ("王", "王*"),
        ("买买提·吐尔逊", "买**·**逊"),
        ("John Smith", "J*** S****"),
        ("  张  ", "张*"),
        ("𠮷野家", "𠮷*家"),
    ],
)
def test_a_name_is_masked(name: str, shown: str):
    assert rules.masked(Kind.NAME, name) == shown


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        (Kind.PHONE, "13812342210", "138****2210"),
        (Kind.PHONE, "+86 138-1234-2210", "138****2210"),
        (Kind.PHONE, "0335-8123456", "0335****456"),
        (Kind.PHONE, "010 81234567", "010*****567"),
        (Kind.ID_NUMBER, ID, "1101**********0134"),
        (Kind.ID_NUMBER, "11010119900307803x", "1101**********803X"),
        (Kind.ID_NUMBER, "E12345678", "E******78"),
        (Kind.TEXT, "我的邻居住在三楼", "***"),
        (Kind.BADGE_NAME, "周颖", "周颖"),
    ],
)
def test_numbers_and_texts_are_masked(kind: Kind, value: str, shown: str):
    assert rules.masked(kind, value) == shown


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        (ID, True),
        ("11010519491231002X", True),  # the example of the standard
        ("11010519491231002x", True),
        ("110105194912310021", False),  # wrong check digit
        ("110101199002300135", False),  # 30 February
        ("11010119900307013", False),  # seventeen
        ("1101011990030701344", False),  # nineteen
        ("010101199003070134", False),  # no such region
        ("E12345678", True),  # passport
        ("H1234567890", True),  # Hong Kong permit
        ("12345678", True),  # Taiwan permit
        ("护照", False),
        ("", False),
        ("1" * 10_000, False),
    ],
)
def test_an_identity_number_is_checked(number: str, fits: bool):
    assert rules.fits(Kind.ID_NUMBER, number) is fits


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("13812342210", True),
        ("138 1234 2210", True),
        ("+8613812342210", True),
        ("13812342210", True),
        ("12812342210", False),
        ("1381234221", False),
        ("03358123456", True),
        ("8123456", False),  # without its area code nobody can call back
        ("call me", False),
        ("", False),
    ],
)
def test_a_telephone_number_is_checked(number: str, fits: bool):
    assert rules.fits(Kind.PHONE, number) is fits


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (Kind.PHONE, "13812342210", "+86 138-1234-2210"),
        (Kind.ID_NUMBER, "11010519491231002x", " 110105 19491231 002X"),
        (Kind.NAME, "买买提·吐尔逊", "买买提•吐尔逊"),
        (Kind.NAME, "John  Smith", "john smith"),
    ],
)
def test_what_is_the_same_is_found_under_one_form(kind: Kind, one: str, other: str):
    assert rules.normalised(kind, one) == rules.normalised(kind, other)


@given(st.text(min_size=3, max_size=40))
def test_a_masked_name_never_shows_more_than_its_ends(name: str):
    shown = rules.masked_name(name)

    inner = [one for one in shown[1:-1] if one not in "*· "]
    assert not inner or shown.isascii()


@given(st.text(alphabet="0123456789X", min_size=0, max_size=30))
def test_a_masked_number_never_shows_more_than_half(number: str):
    shown = rules.masked_number(number)

    assert len(shown) == len(number)
    assert sum(one != "*" for one in shown) <= max(3, 8 if len(number) >= 15 else 3)


@given(st.text(alphabet="0123456789", min_size=0, max_size=14))
def test_a_masked_phone_hides_at_least_a_third(number: str):
    shown = rules.masked_phone(number)

    assert shown.count("*") * 3 >= len(number) - 2
