"""Why a part cannot be as described, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandis.errors import InputError
from grandis.hub.market.telling import number_in_words
from grandis.hub.members.forms.names import material_name
from grandis.processes import PartError
from grandis.processes.faults import REMEDIES as ENGLISH_REMEDIES
from grandis.processes.faults import Fault

#: What is wrong, by the fault's code.
SENTENCES: Mapping[str, Any] = {
    "unweighed": gettext_lazy(
        "Neither the mass nor the volume of material is given: give one of them."
    ),
    "wall_over": gettext_lazy(
        "A wall of %(value)s mm is thicker than the part itself, %(limit)s mm."
    ),
    "walls": gettext_lazy(
        "The thickest wall of %(value)s mm is thinner than the wall of %(limit)s mm: "
        "exchange them."
    ),
    "area_over": gettext_lazy(
        "A projected area of %(value)s cm² is larger than length times width, "
        "%(limit)s cm²."
    ),
    "mass_over": gettext_lazy(
        "A mass of %(value)s g is more than a full block of its size has, %(limit)s g."
    ),
    "mass_under": gettext_lazy(
        "A mass of %(value)s g is less than a thin film of its size has, %(limit)s g."
    ),
    "mass_unit": gettext_lazy(
        "A mass of %(value)s g is more than a full block of its size has, %(limit)s g. "
        "Did you mean g? Even %(smaller)s g would be too much: check the size too."
    ),
    "volume_over": gettext_lazy(
        "A volume of %(value)s cm³ is more than a full block of its size has, "
        "%(limit)s cm³."
    ),
    "volume_under": gettext_lazy(
        "A volume of %(value)s cm³ is less than a thin film of its size has, "
        "%(limit)s cm³."
    ),
    "volume_unit": gettext_lazy(
        "A volume of %(value)s cm³ is more than a full block of its size has, "
        "%(limit)s cm³. Did you mean cm³? Even %(smaller)s cm³ would be too much: "
        "check the size too."
    ),
    "mass_volume": gettext_lazy(
        "%(volume)s cm³ of %(material)s weigh %(expected)s g, not %(value)s g."
    ),
    "container_shape": gettext_lazy(
        "Only a hollow part holds something: choose another shape, or leave out what "
        "it holds."
    ),
    "container_over": gettext_lazy(
        "%(value)s l do not fit into a part with a size of %(limit)s l."
    ),
    "due": gettext_lazy("“%(value)s” is no date; write it as 2027-03-31."),
    "lot": gettext_lazy(
        "A lot of %(value)s pieces is more than the %(limit)s pieces of all years: "
        "correct one of them."
    ),
    "material": gettext_lazy("The material “%(value)s” is unknown."),
}
#: What to do about it, by what the library says in English.
REMEDIES: Mapping[str, Any] = {
    "correct one of them": gettext_lazy("Correct one of them."),
    "correct the mass or the envelope": gettext_lazy("Correct this or the size."),
    "leave one of them out": gettext_lazy("Leave one of them out."),
}
#: What is computed, and so is not told to more digits than say something.
ROUNDED = ("limit", "expected")


def why_impossible(error: InputError) -> str:
    """The whole refusal; what was given and is no part at all is said in English."""
    fault = error.fault if isinstance(error, PartError) else None
    said = str(error).removeprefix("part: ") if fault is None else sentence(fault)
    return _("The part cannot be as described. %(why)s") % {"why": said}


def sentence(fault: Fault) -> str:
    """What a fault says, and what to do about it."""
    values = {name: _word(name, value) for name, value in fault.values.items()}
    said = str(SENTENCES[fault.code] % values)
    if fault.meant is not None:
        meant = {"meant": number_in_words(fault.meant), "unit": fault.unit}
        hint = _("Did you mean %(meant)s %(unit)s?") % meant
        return f"{said} {hint}"
    if fault.code in ENGLISH_REMEDIES:
        return f"{said} {REMEDIES[ENGLISH_REMEDIES[fault.code]]}"
    return said


def _word(name: str, value: float | str) -> str:
    if not isinstance(value, str):
        return number_in_words(float(f"{value:.4g}") if name in ROUNDED else value)
    return str(material_name(value)) if name == "material" else value
