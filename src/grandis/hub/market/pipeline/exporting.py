"""A list of opportunities as a spreadsheet or as JSON, of what its reader sees."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from grandis.hub.market.models import Opportunity
from grandis.hub.market.telling import part_in_words
from grandis.hub.market.wording import LABELS

#: More rows than this leave in parts: filter by period.
MOST_ROWS = 20_000


def as_json(rows: QuerySet[Opportunity]) -> list[dict[str, Any]]:
    """Each opportunity with its part, as `grandis quote` reads it."""
    return [
        {
            "id": row.key,
            "enquiry": row.enquiry,
            "title": row.title,
            "reference": row.reference,
            "state": row.state,
            "reason": row.ending,
            "source": row.source,
            "issuer": row.issuer.key,
            "customer": row.customer.key if row.customer else None,
            "country": row.country,
            "language": row.language,
            "currency": row.currency,
            "incoterm": row.incoterm,
            "incoterm_place": row.incoterm_place,
            "entered_at": row.created_at,
            "received_at": row.received_at,
            "quoted_at": row.quoted_at,
            "ended_at": row.ended_at,
            "part": row.part.values,
        }
        for row in _limited(rows)
    ]


def as_workbook(rows: QuerySet[Opportunity]) -> bytes:
    """One sheet with a row for each opportunity, in the reader's language."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_("Opportunities"))
    page.append([*_headings(), *(str(label) for label in LABELS.values())])
    for row in _limited(rows):
        told = {each.name: each.text for each in part_in_words(row.part)}
        page.append([*_cells(page, row), *(_text(page, told.get(n)) for n in LABELS)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _limited(rows: QuerySet[Opportunity]) -> Iterable[Opportunity]:
    return rows.select_related("customer", "issuer", "part")[:MOST_ROWS]


def _headings() -> list[str]:
    return [
        *(_("Title"), _("Reference"), _("State"), _("Reason"), _("Came by")),
        *(_("Issuer"), _("Customer"), _("Country"), _("Delivery terms"), _("Place")),
        *(_("Currency"), _("Entered"), _("Received"), _("Quoted"), _("Ended")),
    ]


def _cells(page: Any, row: Opportunity) -> Iterator[Any]:
    for text in (
        row.title,
        row.reference,
        row.get_state_display(),
        row.get_ending_display(),
        row.get_source_display(),
        row.issuer.name,
        row.customer.name if row.customer else "",
        row.country,
        row.incoterm,
        row.incoterm_place,
        row.currency,
    ):
        yield _text(page, text)
    for at in (row.created_at, row.received_at, row.quoted_at, row.ended_at):
        yield localtime(at).replace(tzinfo=None) if at else None


def _text(page: Any, value: Any) -> Any:
    """A cell of text; what begins with = is no formula."""
    cell = WriteOnlyCell(page, value=str(value or ""))
    cell.data_type = "s"
    return cell
