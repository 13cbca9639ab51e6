"""Yearly figures stay with their organisation; its size class can be published."""

from typing import Any

from django.utils.translation import gettext as _

from grandis.hub.core.domain.verbs import verb
from grandis.hub.core.errors import Broken
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.members.domain import rows
from grandis.hub.members.models import Figures, LinkedCompany, PublishedSize
from grandis.hub.members.sizes import size_of


@verb
def add_figures(
    organisation: Organisation,
    *,
    by: Viewer,
    year: int,
    headcount: int,
    turnover_cents: int,
    **more: Any,
) -> Figures:
    """Enter a year's figures."""
    told = {"year": year, "headcount": headcount, "turnover_cents": turnover_cents}
    figures = rows.add(Figures, organisation, by, **told, **more)
    _follow(organisation, by)
    return figures


@verb
def edit_figures(
    figures: Figures, *, by: Viewer, version: int | None = None, **changes: Any
) -> Figures:
    """Correct a year's figures."""
    rows.change(figures, by, version, **changes)
    _follow(figures.organisation, by)
    return figures


@verb
def remove_figures(figures: Figures, *, by: Viewer, version: int | None = None) -> None:
    """Remove a year's figures."""
    organisation = figures.organisation
    rows.remove(figures, by, version)
    _follow(organisation, by)


@verb
def add_linked_company(
    figures: Figures, *, by: Viewer, name: str, share_permille: int, **more: Any
) -> LinkedCompany:
    """Add a company that holds a share of this one, or the other way round."""
    linked = rows.add(
        LinkedCompany,
        figures.organisation,
        by,
        figures=figures,
        name=name,
        share_permille=share_permille,
        **more,
    )
    _follow(figures.organisation, by)
    return linked


@verb
def edit_linked_company(
    linked: LinkedCompany, *, by: Viewer, version: int | None = None, **changes: Any
) -> LinkedCompany:
    """Correct a linked company."""
    rows.change(linked, by, version, **changes)
    _follow(linked.organisation, by)
    return linked


@verb
def remove_linked_company(
    linked: LinkedCompany, *, by: Viewer, version: int | None = None
) -> None:
    """Remove a linked company."""
    organisation = linked.organisation
    rows.remove(linked, by, version)
    _follow(organisation, by)


@verb
def publish_size(organisation: Organisation, *, by: Viewer) -> PublishedSize:
    """Show the size class in the directory, now and as figures change."""
    size = size_of(Figures.objects.filter(organisation=organisation))
    if size is None:
        raise Broken(_("Enter the figures of a year first."))
    published = PublishedSize.objects.filter(organisation=organisation).first()
    if published is None:
        return rows.add(PublishedSize, organisation, by, **size._asdict())
    return rows.change(published, by, None, **size._asdict())


@verb
def withdraw_size(published: PublishedSize, *, by: Viewer) -> None:
    """No longer show the size class."""
    rows.remove(published, by, None)


def _follow(organisation: Organisation, by: Viewer) -> None:
    """Let the published size class follow the figures; the consent stands."""
    published = PublishedSize.objects.filter(organisation=organisation).first()
    if published is None:
        return
    size = size_of(Figures.objects.filter(organisation=organisation))
    rows.follow(published, size._asdict() if size else None, by)
