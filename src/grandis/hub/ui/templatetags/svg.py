"""Lengths in the notation of SVG, whatever the language, and the cells of a matrix:
a loop in a template takes ten times as long."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from grandis.hub.ui.drawing.coverage import Cell

register = template.Library()


@register.filter
def px(value: float) -> str:
    """A length."""
    return f"{value:.1f}".removesuffix(".0")


@register.filter
def add_px(value: float | str, more: float) -> str:
    """A length and a bit."""
    return px(float(value) + more)


@register.filter
def signs(cells: Iterable[Cell]) -> SafeString:
    """The sign of each cell's depth at its place: numbers, so nothing to escape."""
    drawn = (f'<use href="#depth-{cell.depth:d}" x="{px(cell.x)}"/>' for cell in cells)
    return SafeString("".join(drawn))


@register.filter
def depths(cells: Iterable[Cell]) -> SafeString:
    """The depth of each cell in a table."""
    return SafeString("".join(f"<td>{cell.depth:d}</td>" for cell in cells))
