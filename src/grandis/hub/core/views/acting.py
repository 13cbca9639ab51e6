"""From a sent form to a verb, and back to the form when the verb declines."""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from grandis.hub.core.domain.verbs import once
from grandis.hub.core.errors import Broken, Conflict
from grandis.hub.core.forms import HubForm
from grandis.hub.core.viewer import Viewer

Done = TypeVar("Done")


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, be it nothing but the click on its button."""
    return request.POST if request.method == "POST" else None


def carry_out(
    form: HubForm, by: Viewer, verb: Callable[..., Done], *objects: Any, **more: Any
) -> Done | None:
    """Carry out a verb with a form's values, once; None when the form has errors.

    A broken rule becomes an error of its field. A conflict keeps what the second
    person entered, sets `form.conflict` for the page to show both versions, and
    lets the next try start from the current version.
    """
    if not form.is_valid():
        return None
    asked = form.wanted | more
    if "version" in form.cleaned_data:
        asked["version"] = form.cleaned_data["version"]
    key = form.cleaned_data.get("once") or uuid4().hex
    try:
        return once(key, by, verb, *objects, **asked)  # type: ignore[no-any-return]
    except Broken as broken:
        form.add_error(
            broken.field if broken.field in form.fields else None, str(broken)
        )
    except Conflict as conflict:
        form.conflict = conflict
        again = cast("QueryDict", form.data).copy()
        again[form.add_prefix("version")] = str(conflict.current.version)
        again[form.add_prefix("once")] = uuid4().hex
        form.data = again
        form.add_error(
            None,
            _(
                "Somebody else has changed this in the meantime. Compare both "
                "versions below; saving again replaces theirs by yours."
            ),
        )
    return None


def done(
    form: HubForm, by: Viewer, verb: Callable[..., object], *objects: Any, **more: Any
) -> bool:
    """Whether `carry_out` did it, where the row that comes of it does not matter."""
    return carry_out(form, by, verb, *objects, **more) is not None


def ask_to_check(
    request: HttpRequest, form: HubForm, **page: Any
) -> HttpResponse | None:
    """The page on which answers are checked before something irreversible is done.

    None when they have been checked, are to be changed, or are not valid yet.
    `page` says what the page says: `title`, `warning`, `action` (the button) and
    `tone`.
    """
    if {"checked", "change"} & request.POST.keys() or not form.is_valid():
        return None
    return render(request, "core/check.html", {"form": form, **page})


def is_checked(request: HttpRequest) -> bool:
    """Whether the answers come from the page on which they were checked."""
    return "checked" in request.POST
