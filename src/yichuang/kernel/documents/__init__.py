"""Papers: what the hall hands out in writing, as PDF/A and as HTML, from one description.

Words: paper (what is to be said, with its blocks; no room knowledge) · rendered (its bytes, their hash, its
pages).  What somebody typed is data here, never markup.  The same paper at the same moment gives the same
bytes, and a character that no font has fails the job: a paper never leaves the house with a hole in it.
"""

from yichuang.kernel.documents.errors import FontsMissing, GlyphMissing
from yichuang.kernel.documents.markup import html
from yichuang.kernel.documents.typeset import pdf, printable

__all__ = ["FontsMissing", "GlyphMissing", "html", "pdf", "printable"]
