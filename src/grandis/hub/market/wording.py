"""The choices of a part in words, and what its fields are called."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

SHAPES = [
    ("open", _("Open: a cap, a lid, a box, a housing")),
    ("hollow", _("Hollow: a bottle, a canister, a tank")),
    ("constant_section", _("The same section all along: a profile, a pipe")),
]
SURFACES = [
    ("as_made", _("As it comes from the machine")),
    ("textured", _("Textured")),
    ("glossy", _("Glossy")),
]
DESIGNS = [
    ("ready", _("Ready: there are drawings or a 3D model")),
    ("idea", _("An idea: we need the design too")),
]
SECONDARY = [
    ("assembly", _("Assembly")),
    ("welding", _("Welding")),
    ("printing", _("Printing")),
    ("painting", _("Painting")),
    ("drilling", _("Cutting and drilling")),
    ("inspection", _("Measuring and testing")),
]
YES_NO = [("", _("Not known")), ("true", _("Yes")), ("false", _("No"))]

#: What the fields of a part are called, in the order in which people read them.
LABELS: Mapping[str, Any] = {
    "material": _("Material"),
    "shape": _("Shape"),
    "length": _("Length"),
    "width": _("Width"),
    "height": _("Height, in the direction in which the tool opens"),
    "wall": _("Wall"),
    "mass": _("Mass"),
    "yearly_volume": _("Pieces a year"),
    "volume": _("Volume of material"),
    "thickest_wall": _("Thickest wall"),
    "projected_area": _("Projected area"),
    "two_sided": _("Ribs, bosses or clips on both faces"),
    "container": _("What it holds"),
    "tolerance": _("Tightest tolerance, plus or minus"),
    "tolerance_size": _("Size that has this tolerance"),
    "surface": _("Surface"),
    "colour": _("Colour"),
    "lot_size": _("Pieces in the first lot"),
    "years": _("Years of production"),
    "due": _("First delivery wanted by"),
    "target_price": _("Target price for one piece"),
    "certificates": _("Certificates asked for"),
    "clean_room": _("Clean room"),
    "secondary": _("Work after moulding"),
    "secondary_minutes": _("Minutes of that work on one piece"),
    "design": _("Design"),
    "prototype": _("Prototypes first"),
    "tool": _("Tool that exists"),
}
#: The words of choices, by field.
WORDS: Mapping[str, Mapping[str, Any]] = {
    "shape": dict(SHAPES),
    "surface": dict(SURFACES),
    "design": dict(DESIGNS),
    "secondary": dict(SECONDARY),
}
