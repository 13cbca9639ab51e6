"""Why a member was found, as sentences in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandis.hub.core.viewer import Viewer
from grandis.hub.members.enums import Process, Stage
from grandis.hub.members.find.asking import Found, Member, Reason
from grandis.hub.members.forms.names import material_name
from grandis.hub.members.limits import LIMITS
from grandis.hub.members.views.addresses import page_of_member
from grandis.hub.members.views.numbers import number

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Hit:
    """A member that was found, why, and whether it has to be asked first.

    Each ground is a sentence with those that belong to it, such as a resource
    with the limits that it meets.
    """

    organisation: Member
    link: str
    grounds: list[tuple[str, list[str]]]
    is_open: bool


def hit(viewer: Viewer, found: Found) -> Hit:
    """A hit with its reasons in words."""
    assert viewer.cluster is not None
    return Hit(
        organisation=found.organisation,
        link=page_of_member(viewer.cluster.slug, found.organisation.key),
        grounds=_grounds(found.reasons),
        is_open=found.open_questions > 0,
    )


def _grounds(reasons: Iterable[Reason]) -> list[tuple[str, list[str]]]:
    grounds: list[tuple[str, list[str]]] = []
    for reason in reasons:
        if reason.code in OF_RESOURCE and grounds:
            grounds[-1][1].append(sentence(reason))
        else:
            grounds.append((sentence(reason), []))
    return grounds


def sentence(reason: Reason) -> str:
    """What a reason says."""
    return SENTENCES[reason.code](reason.values)


#: What is said of the resource that was named before.
OF_RESOURCE = frozenset(
    {
        "limit_met",
        "room",
        "limit_not_entered",
        "material_listed",
        "material_by_process",
    }
)
WORDS = {
    "member": gettext_lazy("“%(word)s” stands in the name."),
    "profile": gettext_lazy("“%(word)s” stands in the profile."),
    "expertise": gettext_lazy("“%(word)s” stands in the expertise “%(title)s”."),
    "product": gettext_lazy("“%(word)s” stands in the product “%(title)s”."),
    "market": gettext_lazy("“%(word)s” stands in the market “%(title)s”."),
    "offer": gettext_lazy("“%(word)s” stands in the offer “%(title)s”."),
    "site": gettext_lazy("“%(word)s” stands in the site “%(title)s”."),
    "resource": gettext_lazy("“%(word)s” stands in the resource “%(title)s”."),
    "certificate": gettext_lazy("“%(word)s” stands in the certificate “%(title)s”."),
}
MATERIALS = {
    "yes": gettext_lazy("The process runs %(material)s."),
    "limited": gettext_lazy("The process runs %(material)s with limits."),
    "like": gettext_lazy("The process imitates %(material)s with another material."),
}


def _word(values: Values) -> str:
    return str(WORDS[values["kind"]]) % values


def _stage(values: Values) -> str:
    said = {"title": values["title"], "stage": Stage(values["stage"]).label}
    return _("“%(title)s” serves the stage %(stage)s.") % said


def _resource(values: Values) -> str:
    said = {"title": values["title"], "process": Process(values["process"]).label}
    return _("“%(title)s” (%(process)s).") % said


def _limit_met(values: Values) -> str:
    limit = LIMITS[values["limit"]]
    said = {
        "limit": limit.label,
        "have": number(values["have"]),
        "need": number(values["need"]),
        "unit": limit.unit,
    }
    if values["limit"] == "container_least":
        return (
            _("%(limit)s: %(have)s %(unit)s, needed are %(need)s %(unit)s or less.")
            % said
        )
    return _("%(limit)s: %(have)s %(unit)s, %(need)s %(unit)s are needed.") % said


def _room(values: Values) -> str:
    sides = " × ".join(number(side) for side in values["sides"])
    known = [
        f"{LIMITS[name].label} {number(space)}\u00a0mm"
        for name, space in values["limits"].items()
        if space is not None
    ]
    said = {"sides": sides, "limits": ", ".join(known)}
    return _("A part of %(sides)s mm finds room: %(limits)s.") % said


def _not_entered(values: Values) -> str:
    return _("“%(limit)s” is not entered: ask.") % {
        "limit": LIMITS[values["limit"]].label
    }


def _material_listed(values: Values) -> str:
    return _("It takes %(material)s.") % {"material": material_name(values["material"])}


def _material_by_process(values: Values) -> str:
    said = str(MATERIALS[values["answer"]])
    return said % {"material": material_name(values["material"])}


def _certificate(values: Values) -> str:
    if values["until"] is None:
        return _("States %(standard)s.") % {"standard": values["standard"]}
    said = {
        "standard": values["standard"],
        "until": date_format(values["until"], "SHORT_DATE_FORMAT"),
    }
    return _("States %(standard)s, valid until %(until)s.") % said


def _region(values: Values) -> str:
    if not values["title"]:
        return _("Works in the region %(nuts)s.") % values
    return _("Works in the region %(nuts)s: %(title)s.") % values


SENTENCES: Mapping[str, Callable[[Values], str]] = {
    "word": _word,
    "stage": _stage,
    "resource": _resource,
    "limit_met": _limit_met,
    "room": _room,
    "limit_not_entered": _not_entered,
    "material_listed": _material_listed,
    "material_by_process": _material_by_process,
    "certificate": _certificate,
    "region": _region,
}
