"""A version of a month's roster as a workbook that can be changed in Excel and read in again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext_lazy

from yichuang.kernel.workbooks import Sheet, workbook
from yichuang.organization import selectors as organization
from yichuang.posts.labels import DAY_SESSIONS
from yichuang.posts.selectors.leave import post_windows
from yichuang.posts.selectors.roster_problem import shift_id
from yichuang.posts.types import DaySession
from yichuang.posts.types.roster import RosterCard

PINNED = "✓"
COLUMNS: dict[str, Promise] = {
    "window": pgettext_lazy("column of a roster", "Window"),
    "day": pgettext_lazy("column of a roster", "Day"),
    "session": pgettext_lazy("column of a roster", "Session"),
    "a": pgettext_lazy("column of a roster", "A: worker number and name"),
    "b": pgettext_lazy("column of a roster", "B: worker number and name"),
    "pinned": pgettext_lazy("column of a roster", "Kept so (✓)"),
    "id": pgettext_lazy("column of a roster", "Row (leave as it is)"),
}
READ = ("id", "a", "b", "pinned")


def headings() -> dict[str, str]:
    """Return which column a heading is, in every language of the screens."""
    return {said: field for field, label in COLUMNS.items() for said in in_every_language(label)}


def in_every_language(label: str | Promise) -> tuple[str, ...]:
    """Return how the screens say something, in this language first and then in each of them."""
    found = [str(label)]
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.append(str(label))
    return tuple(found)


def written_roster(card: RosterCard, *, at: datetime) -> bytes:
    """Return the workbook of a version: a row for each session of each post, by day and window.

    The id of a row says which session it is and stays the same from version to version.
    """
    people = {
        one.id: f"{one.worker_number} {one.display_name}"
        for one in organization.people(card.hall_id, include_left=True)
    }
    windows = {one.id: one for one in organization.windows(card.hall_id)}
    at_window = {post: windows[one] for post, one in post_windows(card.hall_id).items() if one in windows}
    order = list(DaySession)

    def told(person_id: UUID | None) -> str:
        return people.get(person_id, "") if person_id else ""

    cells = sorted(
        card.cells, key=lambda one: (one.day, at_window[one.post_id].number, order.index(one.session))
    )
    rows = [
        (
            f"{at_window[one.post_id].number} {at_window[one.post_id].name}",
            one.day,
            str(DAY_SESSIONS[one.session]),
            told(one.a_id),
            told(one.b_id),
            PINNED if one.pinned else "",
            shift_id(one.post_id, one.day, one.session),
        )
        for one in cells
    ]
    title = _("Roster %(month)s, version %(n)s") % {"month": f"{card.month:%Y-%m}", "n": card.version}
    return workbook(title, [Sheet(f"{card.month:%Y-%m}", tuple(map(str, COLUMNS.values())), rows)], at=at)
