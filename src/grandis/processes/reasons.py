"""Reasons: a code with typed values, and the English sentence for it.

Whoever shows a reason in another language translates the sentence of its code
and fills in the same values.
"""

from collections.abc import Mapping

from grandis.processes.figures import FromRow, Record
from grandis.processes.names import PROCESSES

Value = float | int | str


class Reason(Record, frozen=True):
    """Why something is so.

    `values` fill the sentence of `code`: numbers, names, or ids for which
    `WORDS` has the English; `source` is the row of the limit.
    """

    code: str
    values: dict[str, Value]
    source: FromRow | None = None

    @property
    def sentence(self) -> str:
        """The reason in English."""
        said = {name: _word(name, value) for name, value in self.values.items()}
        return SENTENCES[self.code].format(**said)


def _word(name: str, value: Value) -> Value:
    if isinstance(value, str):
        return WORDS.get(name, {}).get(value, value)
    return _Number(value)


class _Number(float):
    """A number as people write it: no exponent where that is short, 20 000."""

    def __format__(self, spec: str) -> str:
        text = super().__format__(spec)
        if "e" in text and 1 <= abs(self) < 1e12:
            text = f"{float(text):.0f}"
        return f"{int(text):,}".replace(",", " ") if text.isdigit() else text


def because(code: str, source: FromRow | None = None, **values: Value) -> Reason:
    """A reason with its values."""
    return Reason(code, values, source)


#: The English of ids among the values of reasons, by the value's name.
WORDS: Mapping[str, Mapping[str, str]] = {
    "process": PROCESSES,
    "other": PROCESSES,
    "makes": {
        "open": "parts that open from a tool",
        "hollow": "hollow parts",
        "constant_section": "parts of constant section",
    },
    "shape": {"constant_section": "of constant section"},
    "have": {"none": "outside any clean room"},
    "quantity": {
        "clamp": "the clamp force",
        "shot": "the shot",
        "tie_bar_long": "the long side between the tie bars",
        "tie_bar_short": "the short side between the tie bars",
        "mould_high": "the greatest mould height",
        "mould_low": "the least mould height",
        "opening": "the opening stroke",
        "thin_wall": "the least wall it fills",
        "output": "the output",
        "profile_long": "the long side of the profile envelope",
        "profile_short": "the short side of the profile envelope",
        "container_most": "the largest container",
        "container_least": "the smallest container",
        "head": "the height under the head",
        "forming_long": "the long side of the forming area",
        "forming_short": "the short side of the forming area",
        "depth": "the depth of draw",
        "gauge_most": "the thickest sheet",
        "gauge_least": "the thinnest sheet",
        "build_long": "the longest side of its space",
        "build_middle": "the middle side of its space",
        "build_short": "the shortest side of its space",
    },
}

#: A limit that a part needs of a machine: the same sentence for each quantity.
_OVER = (
    "needs {need:.3g} {unit} ({low:.3g} to {high:.3g}), the machine has"
    " {limit:.3g}: {by:.0f} % over"
)
_UNDER = (
    "has {need:.3g} {unit} ({low:.3g} to {high:.3g}), the machine asks for at least"
    " {limit:.3g}: {by:.0f} % under"
)

SENTENCES: Mapping[str, str] = {
    # a process for a part
    "shape": "{process} makes {makes}, and this part is {shape}",
    "two_sided": "ribs, bosses or clips on both faces cannot be formed from a sheet",
    "two_sided_unknown": "if ribs or clips stand on both faces, no sheet can form it",
    "material_no": "{material} does not run in {process}",
    "material_limited": "{material} runs in {process} only with care",
    "material_like": "{process} imitates {material}, it does not use it",
    "material_unknown": "nothing is known about {material} in {process}",
    "substitute": "a substitute for {material} cannot be certified to {certificate}",
    "wall_thin": "the wall of {value:g} mm is {by:.2g} mm under {limit:g} mm",
    "wall_thick": "the wall of {value:g} mm is {by:.2g} mm over {limit:g} mm",
    "wall_fast": "a wall under {limit:g} mm needs a fast machine",
    "size": "{value:g} mm is {by:g} mm over the largest side of {limit:g} mm",
    "surface_rough": "the surface of {process} is rough: it needs finishing",
    "surface_one_side": "a sheet can be {surface} on one face only",
    "tolerance_fine": (
        "+-{value:g} mm is {by:.2g} times finer than the +-{limit:g} mm of {process}"
    ),
    "tolerance_precision": (
        "+-{value:g} mm is finer than the usual +-{limit:g} mm: precision work"
    ),
    "tolerance_tool": (
        "+-{value:g} mm holds for dimensions made by one half of the tool only"
    ),
    "tolerance_unknown": "what tolerance {process} keeps was not found; ask members",
    "few": "{value:g} {unit} are {by:.2g} times fewer than the {limit:g} that pay",
    "few_limited": "{value:g} pieces are under the {limit:g} that suppliers ask for",
    "many": "{value:g} pieces are {by:.2g} times more than the {limit:g} of one order",
    "container_small": "{value:g} l is under the least of {limit:g} l",
    "container_large": "{value:g} l is over the most of {limit:g} l",
    "container_unknown": "the volume of the container is not given",
    "draw": "depth over width is {value:.2f}, {by:.2g} times the most of {limit:g}",
    "gauge": "needs a sheet of {value:.2f} mm, the thickest is {limit:g} mm",
    "outside": "no estimate: {why}",
    # a machine for a part
    "process_other": "does {other}, the part needs {process}",
    "material_handling": "does not handle {material}",
    "certificate": "has no {certificate}",
    "clean_room": "needs a clean room {need}, the machine stands in {have}",
    "not_entered": "{quantity} is not entered; ask the member",
    "not_given": "cannot be checked: {why}",
    "clamp": "clamp force: " + _OVER,
    "shot_large": "rating that makes the shot 80 % of it: " + _OVER,
    "shot_small": "rating that makes the shot 20 % of it: " + _UNDER,
    "tie_bar_long": "mould between the tie bars, long side: " + _OVER,
    "tie_bar_short": "mould between the tie bars, short side: " + _OVER,
    "mould_high": "mould height: " + _OVER,
    "mould_low": "mould height: " + _UNDER,
    "opening": "opening stroke: " + _OVER,
    "thin_wall": "thin wall: " + _UNDER,
    "output": "output: " + _OVER,
    "profile_long": "profile envelope, long side: " + _OVER,
    "profile_short": "profile envelope, short side: " + _OVER,
    "container_most": "container: " + _OVER,
    "container_least": "container: " + _UNDER,
    "head": "height under the head: " + _OVER,
    "forming_long": "forming area, long side: " + _OVER,
    "forming_short": "forming area, short side: " + _OVER,
    "depth": "depth of draw: " + _OVER,
    "gauge_most": "gauge of the sheet: " + _OVER,
    "gauge_least": "gauge of the sheet: " + _UNDER,
    "build_long": "build volume, longest side: " + _OVER,
    "build_middle": "build volume, middle side: " + _OVER,
    "build_short": "build volume, shortest side: " + _OVER,
    # a quotation
    "target_met": "the target of {target:g} EUR is met even at the high end",
    "target_open": "the target of {target:g} EUR lies within the range of the price",
    "target_missed": "the target of {target:g} EUR is {by:.0f} % under the range",
    # a route
    "dominates": "{share:.0f} % of the uncertainty comes from {name} ({origin})",
    "no_machine": "no machine of the cluster does the step '{step}': {why}",
    "tool_outside": "nobody can make the {step}; buy it outside, name it in 'tool'",
    "step_outside": "nobody in the cluster does '{step}'; buy it outside",
}
