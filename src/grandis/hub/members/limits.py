"""The limits that each process knows, with the words and units for the screen.

Names and units are those of `grandis.processes.machines.Limits`.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from grandis.hub.members.enums import Process


class Limit(NamedTuple):
    """A limit of a machine: its name, what it is called, and its unit.

    `whole` limits are counts, one without a unit and not whole is yes or no.
    """

    name: str
    label: str | Promise
    unit: str = "mm"

    @property
    def is_flag(self) -> bool:
        """Whether it is answered by yes or no."""
        return self.name == "robot"

    @property
    def is_count(self) -> bool:
        """Whether it is a whole number of things."""
        return self.name == "cavities"


_PRESS = (
    Limit("clamp", _("Clamping force"), "kN"),
    Limit("shot", _("Shot, in polystyrene"), "g"),
    Limit("tie_bar_long", _("Between the tie bars, long side")),
    Limit("tie_bar_short", _("Between the tie bars, short side")),
    Limit("mould_low", _("Lowest mould")),
    Limit("mould_high", _("Highest mould")),
    Limit("opening", _("Opening stroke")),
    Limit("thin_wall", _("Thinnest wall")),
    Limit("injection_rate", _("Injection rate"), "cm³/s"),
    Limit("dry_cycle", _("Dry cycle"), "s"),
    Limit("robot", _("Takes parts out by robot"), ""),
)
_LINE = (
    Limit("output", _("Output"), "kg/h"),
    Limit("profile_long", _("Profile, long side")),
    Limit("profile_short", _("Profile, short side")),
)
_BLOW = (
    Limit("container_least", _("Smallest container"), "l"),
    Limit("container_most", _("Largest container"), "l"),
    Limit("head", _("Height under the head")),
    Limit("cavities", _("Cavities"), ""),
    Limit("dry_cycle", _("Dry cycle"), "s"),
)
_FORMING = (
    Limit("forming_long", _("Forming area, long side")),
    Limit("forming_short", _("Forming area, short side")),
    Limit("depth", _("Drawing depth")),
    Limit("gauge_least", _("Thinnest sheet")),
    Limit("gauge_most", _("Thickest sheet")),
)
_BOX = (
    Limit("build_long", _("Work space, longest side")),
    Limit("build_middle", _("Work space, middle side")),
    Limit("build_short", _("Work space, shortest side")),
)
_KNOWN: dict[str, tuple[Limit, ...]] = {
    Process.INJECTION_MOULDING: _PRESS,
    Process.EXTRUSION: _LINE,
    Process.EXTRUSION_BLOW_MOULDING: _BLOW,
    Process.STRETCH_BLOW_MOULDING: _BLOW,
    Process.THERMOFORMING: _FORMING,
    **dict.fromkeys(
        (
            Process.FDM,
            Process.SLA,
            Process.SLS_MJF,
            Process.VACUUM_CASTING,
            Process.CNC_MACHINING,
            Process.TRIMMING,
        ),
        _BOX,
    ),
}
#: Every limit, by name.
LIMITS = {limit.name: limit for limits in _KNOWN.values() for limit in limits}


def limits_of(process: str) -> tuple[Limit, ...]:
    """The limits that a process knows; none for work that people do."""
    return _KNOWN.get(process, ())
