"""What is wrong with a part: a code with typed values, and the English sentence.

Whoever shows a fault in another language translates the sentence of its code and the
hint after it, and fills in the same values.
"""

from collections.abc import Mapping

from grandis.processes.figures import Record

Value = float | int | str


class Fault(Record, frozen=True):
    """Why a part cannot exist, or what it lacks.

    `values` fill the sentence of `code`. `meant` is the number that was probably
    meant, in `unit`: a number in a neighbouring unit which would be plausible.
    """

    code: str
    values: dict[str, Value]
    meant: float | None = None
    unit: str = ""

    @property
    def sentence(self) -> str:
        """The fault in English."""
        said = SENTENCES[self.code].format(**self.values)
        if self.code not in REMEDIES:
            return said
        hint = REMEDIES[self.code]
        if self.meant is not None:
            hint = f"did you mean {self.meant:.6g} {self.unit}?"
        return f"{said}; {hint}"


SENTENCES: Mapping[str, str] = {
    "unweighed": (
        "neither 'mass' nor 'volume' is given; one of them decides material, shot and"
        " press: give one"
    ),
    "wall_over": (
        "the wall of {value:g} mm is thicker than the envelope ({limit:g} mm)"
    ),
    "walls": (
        "thickest_wall {value:g} mm is thinner than the nominal wall of {limit:g} mm;"
        " exchange them"
    ),
    "area_over": (
        "the projected area of {value:g} cm2 is larger than the envelope's"
        " {limit:g} cm2"
    ),
    "mass_over": ("mass of {value:g} g is more than its full envelope, {limit:.4g} g"),
    "mass_under": (
        "mass of {value:g} g is less than a thin film of its envelope, {limit:.3g} g"
    ),
    "volume_over": (
        "volume of {value:g} cm3 is more than its full envelope, {limit:.4g} cm3"
    ),
    "volume_under": (
        "volume of {value:g} cm3 is less than a thin film of its envelope,"
        " {limit:.3g} cm3"
    ),
    "mass_unit": (
        "mass of {value:g} g is more than its full envelope, {limit:.4g} g; did you"
        " mean g? ({smaller:g} g would still be too much: check the envelope as well)"
    ),
    "volume_unit": (
        "volume of {value:g} cm3 is more than its full envelope, {limit:.4g} cm3; did"
        " you mean cm3? ({smaller:g} cm3 would still be too much: check the envelope as"
        " well)"
    ),
    "mass_volume": (
        "{volume:g} cm3 of {material} weigh {expected:.4g} g, not {value:g} g"
    ),
    "container_shape": (
        "only a hollow part has a 'container' volume; set shape to 'hollow' or leave it"
        " out"
    ),
    "container_over": (
        "a container of {value:g} l does not fit into an envelope of {limit:.3g} l"
    ),
    "due": "due {value!r} is not a date; write it as 2027-03-31",
    "lot": (
        "a lot of {value} is more than the {limit} pieces of all years; correct one of"
        " them"
    ),
    "material": "material {value!r} is unknown; {known}",
}
#: What to do, where no other number seems to have been meant.
REMEDIES: Mapping[str, str] = {
    "wall_over": "correct one of them",
    "area_over": "correct one of them",
    "mass_over": "correct the mass or the envelope",
    "mass_under": "correct the mass or the envelope",
    "volume_over": "correct the mass or the envelope",
    "volume_under": "correct the mass or the envelope",
    "mass_volume": "leave one of them out",
    "container_over": "correct one of them",
}
