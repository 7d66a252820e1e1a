"""The catalogue as an Excel workbook: written out, edited in the office, read in again without loss.

A sheet for items, and one each for questions, materials, steps, special links and tariff lines, whose first
column names the item.  Headings and words are those of the screen's language; both languages are read.
"""

from yichuang.catalogue.workbooks.columns import names
from yichuang.catalogue.workbooks.reading import located_finding, read
from yichuang.catalogue.workbooks.writing import MEDIA_TYPE, written

__all__ = ["MEDIA_TYPE", "located_finding", "names", "read", "written"]
