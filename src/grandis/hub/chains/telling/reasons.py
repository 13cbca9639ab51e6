"""The reasons of `grandis.processes` as sentences in the reader's language.

Numbers are rounded as the library's own English sentences round them.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from string import Formatter
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy

from grandis.hub.chains.telling.words import SHAPES, SURFACES, step_name, tool_name
from grandis.hub.members.enums import Process
from grandis.hub.members.forms.names import material_name
from grandis.hub.members.limits import LIMITS
from grandis.processes.reasons import SENTENCES as ENGLISH
from grandis.processes.tables import table

Values = Mapping[str, Any]

MAKES = {
    "open": gettext_lazy("parts that open from a tool"),
    "hollow": gettext_lazy("hollow parts"),
    "constant_section": gettext_lazy("parts of constant section"),
}
ROOMS = {"none": gettext_lazy("outside any clean room")}

_OVER = gettext_lazy(
    "%(quantity)s: %(need)s %(unit)s are needed, the machine has %(limit)s: %(by)s %% "
    "over."
)
_UNDER = gettext_lazy(
    "%(quantity)s: %(need)s %(unit)s are there, the machine asks for at least "
    "%(limit)s: %(by)s %% under."
)
#: The same of a machine that its company does not publish: its limits stay unsaid.
_NOT_REACHED = gettext_lazy("%(quantity)s: %(need)s %(unit)s do not suit its machine.")
_RANGE = gettext_lazy("%(need)s (%(low)s to %(high)s)")
#: What a machine is measured against, by the reason's code: the name of its limit.
_MEASURED: Mapping[str, str] = {
    **{code: code for code in ENGLISH if code in LIMITS},
    "shot_large": "shot",
    "shot_small": "shot",
}
#: What a press is measured against where it is no plain limit of it.
_RATINGS = {
    # xgettext:no-python-format
    "shot_large": gettext_lazy("Rating of which the shot is 80 %"),
    # xgettext:no-python-format
    "shot_small": gettext_lazy("Rating of which the shot is 20 %"),
}
_AT_LEAST = frozenset(
    {"shot_small", "mould_low", "thin_wall", "container_least", "gauge_least"}
)

SENTENCES: Mapping[str, Any] = {
    # a process for a part
    "shape": gettext_lazy("%(process)s makes %(makes)s, and this part is %(shape)s."),
    "two_sided": gettext_lazy(
        "Ribs, bosses or clips on both faces cannot be formed from a sheet."
    ),
    "two_sided_unknown": gettext_lazy(
        "If ribs or clips stand on both faces, no sheet can form it."
    ),
    "material_no": gettext_lazy("%(material)s does not run in %(process)s."),
    "material_limited": gettext_lazy(
        "%(material)s runs in %(process)s only with care."
    ),
    "material_like": gettext_lazy(
        "%(process)s imitates %(material)s, it does not use it."
    ),
    "material_unknown": gettext_lazy(
        "Nothing is known about %(material)s in %(process)s."
    ),
    "substitute": gettext_lazy(
        "A substitute for %(material)s cannot be certified to %(certificate)s."
    ),
    "wall_thin": gettext_lazy(
        "The wall of %(value)s mm is %(by)s mm under %(limit)s mm."
    ),
    "wall_thick": gettext_lazy(
        "The wall of %(value)s mm is %(by)s mm over %(limit)s mm."
    ),
    "wall_fast": gettext_lazy("A wall under %(limit)s mm needs a fast machine."),
    "size": gettext_lazy(
        "%(value)s mm is %(by)s mm over the largest side of %(limit)s mm."
    ),
    "surface_rough": gettext_lazy(
        "The surface of %(process)s is rough: it needs finishing."
    ),
    "surface_one_side": gettext_lazy("A sheet can be %(surface)s on one face only."),
    "tolerance_fine": gettext_lazy(
        "±%(value)s mm is %(by)s times finer than the ±%(limit)s mm of %(process)s."
    ),
    "tolerance_precision": gettext_lazy(
        "±%(value)s mm is finer than the usual ±%(limit)s mm: precision work."
    ),
    "tolerance_tool": gettext_lazy(
        "±%(value)s mm holds for dimensions made by one half of the tool only."
    ),
    "tolerance_unknown": gettext_lazy(
        "What tolerance %(process)s keeps is not known; ask the members."
    ),
    "few": gettext_lazy(
        "%(value)s %(unit)s are %(by)s times fewer than the %(limit)s that pay."
    ),
    "few_limited": gettext_lazy(
        "%(value)s pieces are under the %(limit)s that suppliers ask for."
    ),
    "many": gettext_lazy(
        "%(value)s pieces are %(by)s times more than the %(limit)s of one order."
    ),
    "container_small": gettext_lazy("%(value)s l is under the least of %(limit)s l."),
    "container_large": gettext_lazy("%(value)s l is over the most of %(limit)s l."),
    "container_unknown": gettext_lazy("The content of the container is not given."),
    "draw": gettext_lazy(
        "Depth over width is %(value)s, %(by)s times the most of %(limit)s."
    ),
    "gauge": gettext_lazy(
        "It needs a sheet of %(value)s mm, the thickest is %(limit)s mm."
    ),
    "outside": gettext_lazy(
        "There is no estimate: the part lies outside what the formulas hold for."
    ),
    # a machine for a part
    "process_other": gettext_lazy("Does %(other)s, the part needs %(process)s."),
    "material_handling": gettext_lazy("Does not handle %(material)s."),
    "certificate": gettext_lazy("Has no %(certificate)s."),
    "clean_room": gettext_lazy(
        "A clean room %(need)s is needed, the machine stands in: %(have)s."
    ),
    "not_entered": gettext_lazy("“%(quantity)s” is not entered: ask the member."),
    "not_given": gettext_lazy(
        "This cannot be checked for the part as it is described."
    ),
    **{code: _UNDER if code in _AT_LEAST else _OVER for code in _MEASURED},
    # a quotation
    "target_met": gettext_lazy(
        "The target of %(target)s EUR is met even at the high end."
    ),
    "target_open": gettext_lazy(
        "The target of %(target)s EUR lies within the range of the price."
    ),
    "target_missed": gettext_lazy(
        "The target of %(target)s EUR is %(by)s %% under the range."
    ),
    # a route
    "dominates": gettext_lazy(
        "%(share)s %% of the uncertainty comes from: %(name)s (%(origin)s)."
    ),
    "no_machine": gettext_lazy("No machine of the cluster does this: %(step)s."),
    "tool_outside": gettext_lazy(
        "Nobody can make the %(step)s: buy it outside and name it as the part's tool."
    ),
    "step_outside": gettext_lazy(
        "Nobody in the cluster does this: %(step)s. Buy it outside."
    ),
}


def sentence(reason: Mapping[str, Any]) -> str:
    """What a reason says; `reason` has its `code` and its `values`."""
    code, values = reason["code"], reason["values"]
    said = {name: _word(code, name, value) for name, value in values.items()}
    if code in _MEASURED:
        said["quantity"] = _RATINGS.get(code, LIMITS[_MEASURED[code]].label)
        if said["low"] != said["high"]:
            said["need"] = _RANGE % said
        if "limit" not in values:
            return str(_NOT_REACHED % said)
    return str(SENTENCES[code] % said)


def _word(code: str, name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return _number(value, _formats(code).get(name, ""))
    if name == "step":
        return tool_name(value) if code == "tool_outside" else step_name(value)
    if name in ("process", "other"):
        return Process(value).label
    if name == "material":
        return material_name(value) if value in table("materials") else value
    if name == "quantity":
        return LIMITS[value].label if value in LIMITS else value
    known: Mapping[str, Mapping[str, Any]] = {
        "makes": MAKES,
        "shape": SHAPES,
        "have": ROOMS,
        "surface": SURFACES,
        "unit": {"pieces": gettext_lazy("pieces")},
    }
    return known.get(name, {}).get(value, value)


@cache
def _formats(code: str) -> Mapping[str, str]:
    """How the library's English sentence rounds each of its numbers."""
    return {
        name: form or ""
        for _text, name, form, _conversion in Formatter().parse(ENGLISH[code])
        if name
    }


def _number(value: float, form: str) -> str:
    rounded = Decimal(format(value, form or "g")).normalize()
    places = max(0, -int(rounded.as_tuple().exponent))
    return number_format(rounded, places, force_grouping=True)
