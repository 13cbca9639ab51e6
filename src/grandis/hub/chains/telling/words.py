"""Names of steps, tools, ways and fields in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandis.hub.chains.bridge.lots import number_of
from grandis.hub.members.enums import Process
from grandis.processes.names import PROCESSES

Words = Mapping[str, Any]

TOOLS: Words = {
    "steel mould": gettext_lazy("steel mould"),
    "aluminium mould": gettext_lazy("aluminium mould"),
    "aluminium mould first": gettext_lazy("aluminium mould, to begin with"),
    "steel mould after it": gettext_lazy("steel mould, after it"),
    "preform mould": gettext_lazy("preform mould"),
    "blow mould": gettext_lazy("blow mould"),
    "forming tool": gettext_lazy("forming tool"),
    "die": gettext_lazy("die"),
}
STEPS: Words = {
    "design": gettext_lazy("Design"),
    "prototype": gettext_lazy("Prototypes"),
    "mould (steel)": gettext_lazy("Injection moulding with the steel mould"),
    "mould (aluminium)": gettext_lazy("Injection moulding with the aluminium mould"),
    "mould (aluminium) first": gettext_lazy("First pieces with the aluminium mould"),
    "mould (steel) after it": gettext_lazy("All other pieces with the steel mould"),
    "mould preforms": gettext_lazy("Injection moulding of preforms"),
    "blow": gettext_lazy("Blow moulding"),
    "extrude": gettext_lazy("Extrusion"),
    "form": gettext_lazy("Thermoforming"),
    "trim": gettext_lazy("Trimming"),
    "assembly in house": gettext_lazy("Assembly where the part is made"),
    "assembly subcontracted": gettext_lazy("Assembly at another member"),
}
WAYS: Words = {
    "steel mould": gettext_lazy("steel mould"),
    "existing tool": gettext_lazy("existing tool"),
    "aluminium tool": gettext_lazy("aluminium mould"),
    "aluminium, then steel": gettext_lazy("aluminium mould first, then steel"),
    "assembly in house": gettext_lazy("assembly where the part is made"),
    "assembly subcontracted": gettext_lazy("assembly at another member"),
}
#: The fields that may be left out, and what each would decide.
FIELDS: Words = {
    "thickest_wall": gettext_lazy("thickest wall"),
    "projected_area": gettext_lazy("projected area"),
    "two_sided": gettext_lazy("features on both faces"),
    "container": gettext_lazy("content of the container"),
    "tolerance": gettext_lazy("tightest tolerance"),
    "lot_size": gettext_lazy("pieces of a lot"),
    "due": gettext_lazy("date of delivery"),
    "target_price": gettext_lazy("target price"),
}
DECIDES: Words = {
    "thickest_wall": gettext_lazy("The cooling time; the nominal wall is used."),
    "projected_area": gettext_lazy(
        "The clamping force; a part of the footprint is used."
    ),
    "two_sided": gettext_lazy("Whether the part can be formed from a sheet."),
    "container": gettext_lazy("Which blow moulding machines can make it."),
    "tolerance": gettext_lazy("Which processes are precise enough."),
    "lot_size": gettext_lazy(
        "The lots and the share of the set-up; the yearly volume is used."
    ),
    "due": gettext_lazy("Whether the cluster can deliver in time."),
    "target_price": gettext_lazy("Whether the price meets it."),
}
SURFACES: Words = {
    "as_made": gettext_lazy("as made"),
    "textured": gettext_lazy("textured"),
    "glossy": gettext_lazy("glossy"),
}
SHAPES: Words = {
    "open": gettext_lazy("open"),
    "hollow": gettext_lazy("hollow"),
    "constant_section": gettext_lazy("of constant section"),
}
_PRINTED = {f"make by {name}": id_ for id_, name in PROCESSES.items()}


def tool_name(tool: str) -> str:
    """A tool that is to be made; the customer's own keeps its name."""
    return str(TOOLS.get(tool, tool))


def step_name(step: str) -> str:
    """A step of a route, by its id; of several lots, with the number of the lot."""
    lot = number_of(step)
    if lot is not None:
        name = step_name(step.removesuffix(f" #{lot}"))
        return _("%(step)s, lot %(lot)s") % {"step": name, "lot": lot}
    if step in STEPS:
        return str(STEPS[step])
    if step in _PRINTED:
        return str(Process(_PRINTED[step]).label)
    if step in Process:
        return str(Process(step).label)
    if step.startswith("make "):
        return _("Tool: %(tool)s") % {"tool": tool_name(step.removeprefix("make "))}
    return step


def way_name(branches: Sequence[str], made_by: Sequence[str]) -> str:
    """A route by its processes of production and the choices it makes besides."""
    chosen = [str(WAYS[branch]) for branch in branches if branch in WAYS]
    return ", ".join([*(str(Process(process).label) for process in made_by), *chosen])
