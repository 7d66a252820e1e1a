"""The papers of the archive: the list and certificate of what was destroyed (销毁清册)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from yichuang.cases.models import DestructionList
from yichuang.cases.refusals import UnknownList
from yichuang.cases.selectors.archive import files_on, list_number
from yichuang.kernel.documents.types import Fields, Paper, Paragraph, Signature, Table
from yichuang.organization import selectors as organization

CHINESE = "zh-hans"


def certificate(hall_id: UUID, list_id: UUID, *, language: str = CHINESE) -> Paper:
    """Return the certificate of a list: its files, who approved, who carried it out, when.

    Raises: UnknownList.
    """
    row = DestructionList.objects.filter(hall_id=hall_id, id=list_id).first()
    if row is None:
        raise UnknownList
    return certificate_of(row, language)


def certificate_of(row: DestructionList, language: str = CHINESE) -> Paper:
    """Return the certificate of a list's row; no name of a citizen stands in it."""
    hall = organization.hall(row.hall_id)
    zone = ZoneInfo(hall.timezone)
    people = {one.id: one for one in organization.people(row.hall_id)}

    def said(person_id: UUID | None, at: datetime | None) -> str:
        if person_id is None or at is None:
            return "—"
        who = people.get(person_id)
        name = f"{who.display_name} ({who.worker_number})" if who else "—"
        return f"{name}  {at.astimezone(zone):%Y-%m-%d %H:%M}"

    with translation.override(language):
        files = files_on(row)
        rows = tuple(
            (
                str(place),
                one.code,
                one.item_name,
                one.closed_on.isoformat(),
                str(one.retention_years),
                one.retained_until.isoformat(),
            )
            for place, one in enumerate(files, start=1)
        )
        columns = (_("No."), _("Code of the file"), _("Item"), _("Closed on"), _("Years"), _("Kept until"))
        done = row.done_at is not None
        return Paper(
            title=_("Certificate of destruction") if done else _("List of files to be destroyed"),
            number=list_number(row),
            hall_name=hall.name if language == CHINESE else hall.name_en or hall.name,
            blocks=(
                Paragraph(
                    _(
                        "The time these files must be kept is over and nothing bars their end. The keys of "
                        "all personal data in them are destroyed; this list and the journal stay."
                    )
                ),
                Table(columns, rows, (1, 4, 5, 2, 1, 2)),
                Fields(
                    (
                        (_("Files"), str(len(rows))),
                        (_("Drawn up"), said(row.drawn_up_by, row.drawn_up_at)),
                        (_("First approval"), said(row.first_by, row.first_at)),
                        (_("Second approval"), said(row.second_by, row.second_at)),
                        (_("Carried out"), said(row.done_by, row.done_at)),
                    )
                ),
                Signature((_("Supervised by (signature)"), _("Supervised by (signature)"))),
            ),
            issued_on=f"{(row.done_at or row.drawn_up_at).astimezone(zone):%Y-%m-%d}",
            language=language,
            seal_place=_("(seal)"),
        )
