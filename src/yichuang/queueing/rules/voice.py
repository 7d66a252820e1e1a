"""What is said for a call: a sequence of tokens, each one clip of a recorded voice; or whole, by a made one.

A label is said letter by letter and digit by digit, a window as a number.  Nobody's name or id can be in it:
label and window are all there is (QUE-07).  The words of each language stand in ``data/voice.json``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from yichuang.queueing.types import Tongue

MOST_WINDOW = 99  # beyond it a window is said digit by digit
_TENS = 10
_TEENS = 20
_SIGNS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_WORDS: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "data" / "voice.json").read_text(encoding="utf-8")
)


def tokens(label: str, window: int, tongue: Tongue) -> tuple[str, ...]:
    """Return what is said to call ``label`` to window ``window``, token by token.

    In English, ``A012`` to window 21: Ticket, A, 0, 1, 2, please go to window, 20, 1.
    Raises: ValueError, for a label that is not made of capital letters and digits.
    """
    if not label or not set(label) <= _SIGNS:
        raise ValueError(label)
    words = _WORDS[tongue]
    return (*words["before"], *label, *words["between"], *_number(window, tongue), *words["after"])


def _number(number: int, tongue: Tongue) -> tuple[str, ...]:
    if number > MOST_WINDOW:
        return tuple(str(number))
    tens, ones = divmod(number, _TENS)
    if tongue is Tongue.EN:
        whole = number <= _TEENS or not ones
        return (str(number),) if whole else (str(tens * _TENS), str(ones))
    before = () if tens == 0 else (_WORDS[tongue]["ten"],)
    before = (str(tens), *before) if tens > 1 else before
    return (*before, str(ones)) if ones else before


def sentence(label: str, window: int, tongue: Tongue) -> str:
    """Return the same for a made voice: the label spelt out, the window as one number."""
    text: str = _WORDS[tongue]["sentence"]
    if tongue is Tongue.EN:
        return text.format(label=" ".join(label), window=window)
    digits = dict(zip("0123456789", _WORDS[tongue]["digits"], strict=True))
    number = "".join(digits.get(one, one) for one in _number(window, tongue))
    return text.format(label=" ".join(digits.get(sign, sign) for sign in label), window=number)


def clip_of(token: str, tongue: Tongue) -> str:
    """Return the name of the file in which a token is recorded, without its ending."""
    name: str = _WORDS[tongue]["clips"].get(token, token)
    return name


def clips(tongue: Tongue) -> dict[str, str]:
    """Return every clip a language needs, by name, with what is said in it.

    They are letters, digits, numbers of windows, and the words between.
    """
    said = {token for window in range(1, MOST_WINDOW + 1) for token in tokens("A0", window, tongue)}
    digits = dict(zip("0123456789", _WORDS[tongue].get("digits", "0123456789"), strict=True))
    return {clip_of(token, tongue): digits.get(token, token) for token in said | _SIGNS}
