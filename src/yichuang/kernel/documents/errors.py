"""Why a paper cannot be made."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yichuang.kernel.errors import Refusal


class GlyphMissing(Refusal):
    """A character of the paper is in none of the fonts; a paper with a hole in it is not made."""

    code = "glyph-missing"
    status = 422
    sentence = _(
        "The character “%(glyph)s” (%(point)s) is in none of the fonts, so the paper cannot be printed."
    )


class FontsMissing(Refusal):
    """There is no font with Chinese on this machine."""

    code = "fonts-missing"
    status = 503
    sentence = _("No Chinese font was found, so no paper can be made. Run `yichuang doctor`.")
