"""The components of every page; docs/reference/ui.md shows each of them."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt
from django.http import QueryDict
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.formats import date_format, number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from grandis.hub.ui import forms
from grandis.hub.ui.drawing import coverage, sitemap

register = template.Library()

_SPRITE = Path(__file__).parents[1] / "static/ui/icons.svg"
ICONS = frozenset(
    symbol.get("id", "") for symbol in ElementTree.parse(_SPRITE).getroot()
)
TONES = frozenset({"neutral", "good", "warn", "bad", "info"})


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A decorative picture beside a text that says the same."""
    if name not in ICONS:
        raise ValueError(f"no icon {name!r}; there are {', '.join(sorted(ICONS))}")
    return format_html(
        '<svg class="icon" width="20" height="20" aria-hidden="true"'
        ' focusable="false"><use href="{}#{}"/></svg>',
        static("ui/icons.svg"),
        name,
    )


@register.filter
def attributes(attrs: dict[str, Any]) -> SafeString:
    """The attributes of a widget; templates for them take most of a form's time."""
    return flatatt(attrs)


@register.filter
def options(
    groups: Iterable[tuple[Any, Sequence[Mapping[str, Any]], int]],
) -> SafeString:
    """The options of a select, in their groups, for the same reason written here."""
    return SafeString("\n".join(_group(name, choices) for name, choices, _ in groups))


def _group(name: Any, choices: Iterable[Mapping[str, Any]]) -> str:
    told = "\n".join(map(_option, choices))
    if not name:
        return told
    return f'<optgroup label="{conditional_escape(name)}">\n{told}\n</optgroup>'


def _option(choice: Mapping[str, Any]) -> str:
    """Not by `format_html`, which takes three times as long for hundreds of them."""
    attrs = flatatt(choice["attrs"]) if choice["attrs"] else ""
    value, label = map(conditional_escape, (choice["value"], choice["label"]))
    return f'<option value="{value}"{attrs}>{label}</option>'


@register.simple_tag
def badge(text: Any, tone: str = "neutral") -> SafeString:
    """A short state; the tone only underlines what the text says."""
    if tone not in TONES:
        raise ValueError(f"no tone {tone!r}; there are {', '.join(sorted(TONES))}")
    return format_html('<span class="badge {}">{}</span>', tone, text)


@register.simple_tag
def money(cents: int | None, currency: str = "EUR") -> SafeString:
    """An amount in the reader's notation: `1 234,50 EUR`."""
    if cents is None:
        return format_html('<span class="soft">{}</span>', "–")
    amount = number_format(
        Decimal(cents).scaleb(-2), decimal_pos=2, force_grouping=True
    )
    return format_html('<span class="number">{}\u00a0{}</span>', amount, currency)


@register.simple_tag
def date(value: datetime.date | None, form: str = "long") -> SafeString:
    """A day, or a moment with its time; `short` for tables."""
    if not value:
        return format_html('<span class="soft">{}</span>', "–")
    known = {"long": "DATE_FORMAT", "short": "SHORT_DATE_FORMAT"}[form]
    if isinstance(value, datetime.datetime):
        value = localtime(value)
        text = date_format(value, known.replace("DATE", "DATETIME"))
    else:
        text = _in_words(value, known, get_language())
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.filter(expects_localtime=True)
def day(moment: datetime.date | None) -> str:
    """The day of a moment in short, for the many rows of a table; `–` for none."""
    if not moment:
        return "–"
    its_day = datetime.date(moment.year, moment.month, moment.day)
    return _in_words(its_day, "SHORT_DATE_FORMAT", get_language())


@lru_cache(4_096)
def _in_words(day: datetime.date, form: str, _language: str | None) -> str:
    """A day in the notation of the language that is active."""
    return date_format(day, form)


@register.simple_tag
def crumb(text: Any, url: str = "") -> SafeString:
    """A step on the way to this page; the last one has no address."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, text)
    return format_html('<li aria-current="page">{}</li>', text)


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> str:
    """The text of a block once more."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return block.render(context)  # type: ignore[no-any-return]


@register.simple_tag(takes_context=True)
def include_if_there(context: Context, name: str) -> str:
    """A template of another app, where that app is installed."""
    try:
        found = get_template(name)
    except TemplateDoesNotExist:
        return ""
    known: dict[str, Any] = context.flatten()  # type: ignore[assignment]
    return found.render(known, context.get("request"))


@register.inclusion_tag("ui/empty.html")
def empty(
    text: Any, hint: Any = "", link: str = "", action: Any = ""
) -> dict[str, Any]:
    """What a list shows without rows: what is missing and what to do."""
    return {"text": text, "hint": hint, "link": link, "action": action}


@register.inclusion_tag("ui/submit.html")
def submit(text: Any, cancel: str = "", tone: str = "") -> dict[str, Any]:
    """The button that sends a form, and the way out of it."""
    return {"text": text, "cancel": cancel, "tone": tone}


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """All errors of a form, each a link to its field."""
    return {"form": form}


@register.inclusion_tag("ui/conflict.html")
def conflict(form: BaseForm) -> dict[str, Any]:
    """Both versions of a row that somebody else has changed in between."""
    found = getattr(form, "conflict", None)
    if found is None:
        return {}
    return {"rows": list(forms.differences(form, found.current, found.wanted))}


@register.inclusion_tag("ui/answers.html")
def answers(form: BaseForm) -> dict[str, Any]:
    """What was entered in a valid form, in words."""
    return {"answers": list(forms.answers(form))}


@register.simple_tag
def carried(form: BaseForm) -> SafeString:
    """What was entered, as hidden inputs; not `as_hidden`, which names hints."""
    inputs = (
        field.field.hidden_widget().render(field.html_name, field.value())
        for field in form
    )
    return format_html_join("\n", "{}", ((one,) for one in inputs))


@register.filter
def unit(field: BoundField) -> Any:
    """The unit behind a number; nothing for other fields.

    To a template, an attribute that is not there is an error to get over first.
    """
    return getattr(field.field.widget, "unit", "")


@register.simple_tag
def optional(field: BoundField) -> SafeString | str:
    """A mark behind the label where a form also has fields that must be filled."""
    fields = field.form.fields.values()
    if field.field.required or not any(each.required for each in fields):
        return ""
    return format_html(' <span class="optional">{}</span>', _("(optional)"))


@register.inclusion_tag("ui/depth.html")
def depth(value: int, of: int) -> dict[str, Any]:
    """A small whole number as filled squares of so many."""
    boxes = [{"x": 0.5 + 12 * place, "full": place < value} for place in range(of)]
    return {"value": value, "of": of, "boxes": boxes, "width": 12 * of - 2}


@register.inclusion_tag("ui/fields.html")
def fields(form: BaseForm, names: str, legend: Any = "") -> dict[str, Any]:
    """Some fields of a form under one heading, in the order of `names`."""
    return {"fields": [form[name] for name in names.split()], "legend": legend}


@register.inclusion_tag("ui/pages.html", takes_context=True)
def paginate(context: Context, page: Page[Any]) -> dict[str, Any]:
    """The way to the other pages of a list; nothing if there is one page."""
    request = context.get("request")
    kept = request.GET.copy() if request else QueryDict(mutable=True)
    kept.pop("page", None)
    return {
        "page": page,
        "kept": f"{kept.urlencode()}&" if kept else "",
        "numbers": page.paginator.get_elided_page_range(page.number, on_each_side=1),
    }


@register.inclusion_tag("ui/site_map.html")
def site_map(places: Sequence[sitemap.Place], title: Any = "") -> dict[str, Any]:
    """Sites on a map that is zoomed to them, and the same as a table."""
    return {
        "map": sitemap.site_map(places),
        "places": places,
        "links": any(place.get("link") for place in places),
        "title": title or _("Map of sites"),
    }


@register.inclusion_tag("ui/coverage_matrix.html")
def coverage_matrix(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[Mapping[str, Any]],
    deepest: int = 3,
    title: Any = "",
) -> dict[str, Any]:
    """Stages × members: how deep each covers each, and where nobody does."""
    return {
        "drawn": coverage.coverage(rows, columns, deepest),
        "deepest": deepest,
        "links": any(one.get("link") for one in [*rows, *columns]),
        "title": title or _("Coverage of the value chain"),
    }
