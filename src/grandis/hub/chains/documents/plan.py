"""A plan as files, for whoever may see it: picture, document, table, values."""

import json
from collections.abc import Iterator
from typing import NoReturn

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grandis.hub.chains.documents.tables import spreadsheet
from grandis.hub.chains.seeing import Kept
from grandis.hub.chains.telling import plans as telling


def picture_of(kept: Kept) -> bytes:
    """The whole Gantt chart as one SVG file."""
    return _gantt(kept, 1600).encode()


def _gantt(kept: Kept, width: int) -> str:
    from grandis.planning import gantt

    return gantt(
        *kept.drawn,
        only=lambda _assignment: True,
        due=True,
        width=width,
        language=telling.language(kept.run.cluster.time_zone),
    )


def document_of(kept: Kept) -> bytes:
    """Chart and table as a PDF; WeasyPrint reaches neither network nor files."""
    from weasyprint import HTML  # slow to load

    html = render_to_string(
        "chains/plan_document.html",
        {
            "kept": kept,
            "run": kept.run,
            "plan": kept.plan,
            "picture": mark_safe(_gantt(kept, 1000)),
            "steps": kept.steps(),
            "language": get_language(),
        },
    )
    document = HTML(string=html, url_fetcher=_refuse)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def _refuse(url: str, *_args: object, **_more: object) -> NoReturn:
    raise ValueError(f"a document asked for {url}")


def table_of(kept: Kept) -> bytes:
    """The steps as a spreadsheet."""
    heads = [
        *(_("Opportunity"), _("Step"), _("Stage"), _("Member"), _("Resource")),
        *(_("From"), _("To")),
    ]
    return spreadsheet(_("Plan"), heads, _rows(kept), kept.run.cluster.time_zone)


def _rows(kept: Kept) -> Iterator[tuple[object, ...]]:
    for step in kept.steps():
        place = (step.member, step.resource, step.start, step.end)
        yield (step.opportunity.name, step.name, telling.stage(step.stage), *place)


def values_of(kept: Kept) -> bytes:
    """What the coordinator may see of the problem and the plan, as JSON."""
    told = {
        "title": kept.run.title,
        "value": kept.plan.value,
        "bound": kept.plan.bound,
        **kept.plan.values,
    }
    return json.dumps(told, ensure_ascii=False).encode()
