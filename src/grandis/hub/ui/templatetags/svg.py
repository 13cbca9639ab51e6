"""Lengths in the notation of SVG, whatever the language."""

from django import template

register = template.Library()


@register.filter
def px(value: float) -> str:
    """A length."""
    return f"{value:.1f}".removesuffix(".0")


@register.filter
def add_px(value: float | str, more: float) -> str:
    """A length and a bit."""
    return px(float(value) + more)
