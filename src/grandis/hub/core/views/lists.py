"""Lists come in pages."""

from typing import Any, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

ROWS = 25

Row = TypeVar("Row", bound=Model)


def page_of(request: HttpRequest, rows: QuerySet[Row, Any]) -> Page[Row]:
    """The page of a list that the address asks for, or the nearest there is."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
