"""Where the fonts of papers come from: the setting, else the font package, else what Debian installs.

The first place that has a font decides the look; the others only help out with rare characters.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from yichuang.kernel.documents.errors import FontsMissing

PACKAGE = "pylopdf_fonts_zh_cn"
DEBIAN = Path("/usr/share/fonts/opentype/noto")
_FILES = ("*.otf", "*.ttf", "*.ttc")
# families of a text that is read on paper, the preferred first; both spellings are the same design
SERIF = ("Noto Serif SC", "Noto Serif CJK SC")
SANS = ("Noto Sans SC", "Noto Sans CJK SC")


class Source(StrEnum):
    """Where fonts lie."""

    SETTING = "setting"
    PACKAGE = "package"
    DEBIAN = "debian"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with fonts, and whose it is."""

    source: Source
    folder: Path


@dataclass(frozen=True, slots=True)
class Faces:
    """The loaded fonts, and the families to set serif and sans text in, the preferred first."""

    fonts: typst.Fonts
    serif: tuple[str, ...]
    sans: tuple[str, ...]


def places() -> tuple[Place, ...]:
    """Return the folders that have fonts, in the order in which they are asked."""
    found = []
    chosen = str(getattr(settings, "FONTS_DIR", "") or "")
    if chosen:
        found.append(Place(Source.SETTING, Path(chosen)))
    wheel = importlib.util.find_spec(PACKAGE)
    if wheel is not None and wheel.origin:
        found.append(Place(Source.PACKAGE, Path(wheel.origin).parent))
    found.append(Place(Source.DEBIAN, DEBIAN))
    return tuple(one for one in found if any(any(one.folder.glob(kind)) for kind in _FILES))


def faces() -> Faces:
    """Return the fonts of this machine.  Raises: FontsMissing."""
    return _faces(places())


@cache
def _faces(found: tuple[Place, ...]) -> Faces:
    if not found:
        raise FontsMissing
    own = [family for place in found if place.source is Source.SETTING for family in _families(place)]
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(place.folder) for place in found],
    )
    there = set(fonts.families())
    serif = _known((*own, *SERIF, *SANS), there)
    sans = _known((*own, *SANS, *SERIF), there)
    if not serif:
        raise FontsMissing
    return Faces(fonts, serif, sans)


def _families(place: Place) -> list[str]:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(place.folder)]
    ).families()


def _known(wanted: tuple[str, ...], there: set[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for one in wanted if one in there))
