"""What the figures behind a price are called, in the reader's language.

The data tables of `grandis.processes` name their rows in English; those that have no
name here keep it.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandis.hub.members.forms.names import material_name

Words = Mapping[str, Any]

#: Rows of the data tables, by the first two words of their ids.
ROWS: Words = {
    "assembly.minutes": gettext_lazy("One kind of secondary work on a piece"),
    "assembly.rate": gettext_lazy("Hourly rate of hand work"),
    "blow.dry_cycle": gettext_lazy("Dry cycle of a blow moulding machine"),
    "blow.flash": gettext_lazy("Flash lost in blow moulding"),
    "blow.good": gettext_lazy("Good containers of all that are made"),
    "blow.mould_least": gettext_lazy("Cheapest blow mould"),
    "blow.mould_part": gettext_lazy("Blow mould against an injection mould"),
    "blow.operators": gettext_lazy("Operators at a blow moulding machine"),
    "blow.rate": gettext_lazy("Hourly rate of a blow moulding machine"),
    "blow.setup": gettext_lazy("Start-up of a blow moulding machine"),
    "calibration.none": gettext_lazy("Correction before anything is learned"),
    "cnc_machining.handling": gettext_lazy("Turning a piece over and finishing it"),
    "cnc_machining.rate": gettext_lazy("Hourly rate of a machining centre"),
    "cnc_machining.removal": gettext_lazy(
        "Volume that a machining centre removes in a minute"
    ),
    "cnc_machining.setup": gettext_lazy("Programming and set-up of an order"),
    "currency.twd": gettext_lazy("Euros for a Taiwan dollar"),
    "currency.usd": gettext_lazy("Euros for a US dollar"),
    "design.dfm-review": gettext_lazy("Review of the design for manufacture"),
    "design.rate": gettext_lazy("Hourly rate of a designer"),
    "extrusion.die-cost": gettext_lazy("Price of a die"),
    "extrusion.good": gettext_lazy("Good metres of all that are made"),
    "extrusion.operators": gettext_lazy("Operators at an extrusion line"),
    "extrusion.output_factor": gettext_lazy(
        "Output of an extrusion line against the drag flow"
    ),
    "extrusion.rate": gettext_lazy("Hourly rate of an extrusion line"),
    "extrusion.setup": gettext_lazy("Start-up of an extrusion line"),
    "extrusion_blow_moulding.one-sided-cooling-factor": gettext_lazy(
        "Cooling from one side against cooling from both"
    ),
    "fdm.build_rate": gettext_lazy("Volume that an FDM printer builds in an hour"),
    "geometry.footprint_filling": gettext_lazy(
        "Part of length times width that the projected area fills"
    ),
    "geometry.shrink_wrap_filling": gettext_lazy(
        "Part of its envelope that a part encloses"
    ),
    "injection.cavity-spacing": gettext_lazy("Distance between cavities"),
    "injection.cooling-buffer": gettext_lazy("Reserve on the cooling time"),
    "injection.dry_base": gettext_lazy("Dry cycle of a very small press"),
    "injection.dry_slope": gettext_lazy("Longer dry cycle of a larger press"),
    "injection.eject-factor": gettext_lazy("Ejection against the dry cycle"),
    "injection.injection-rate-share": gettext_lazy(
        "Part of its injection rate that a press uses"
    ),
    "injection.rate_coefficient": gettext_lazy("Injection rate of a press"),
    "injection.runner": gettext_lazy("Runner against the mass of the part"),
    "injection.setup-cost": gettext_lazy("Setting up for an order"),
    "injection.yield": gettext_lazy("Good parts of all that are made"),
    "injection_moulding.cavities": gettext_lazy("Usual numbers of cavities"),
    "labour.hourly-labour-cost": gettext_lazy("Labour cost of an hour"),
    "labour.operators-per-machine": gettext_lazy("Operators at a machine"),
    "lead_time.weeks": gettext_lazy("Weeks of work"),
    "machine.dry-cycle": gettext_lazy("Dry cycle of a press"),
    "machine_rate.rate-linear-a": gettext_lazy("Hourly rate of a press, fixed part"),
    "machine_rate.rate-linear-b": gettext_lazy(
        "Hourly rate of a press, by its clamping force"
    ),
    "material.price_spread": gettext_lazy(
        "Price paid for the material against the one in the table"
    ),
    "material.sheet": gettext_lazy("Price of sheet against that of the material"),
    "material.stock": gettext_lazy(
        "Price of rods and plates against that of the material"
    ),
    "mould.base-fixed": gettext_lazy("Mould base, fixed part"),
    "mould.base-per-kg": gettext_lazy("Mould base, by its weight"),
    "mould.customisation-x-base-cost": gettext_lazy("Work on the mould base"),
    "mould.customisation-x-cavity-cost": gettext_lazy("Work on the cavities"),
    "mould.price-band": gettext_lazy("Price of a simple mould"),
    "mould.quote-dispersion": gettext_lazy("How far quotations for one mould differ"),
    "packing.box": gettext_lazy("Filling and closing a box"),
    "packing.content": gettext_lazy("Content of a box"),
    "packing.minutes": gettext_lazy("Packing a piece by hand"),
    "price.markup": gettext_lazy("Overhead and profit"),
    "prototype.fdm-machine": gettext_lazy("Hourly rate of an FDM printer"),
    "prototype.fdm-material": gettext_lazy("Price of filament for an FDM printer"),
    "prototype.powder-bed-price": gettext_lazy(
        "Price of printing in a powder bed, by volume"
    ),
    "prototype.powder-bed-setup": gettext_lazy(
        "Printing in a powder bed, for an order"
    ),
    "prototype.spread": gettext_lazy("Price of one shop against the published example"),
    "prototype.vacuum-cast-life": gettext_lazy("Pieces cast in one silicone mould"),
    "prototype.vacuum-cast-mould": gettext_lazy("Price of a silicone mould"),
    "prototype.vacuum-cast-part": gettext_lazy("Price of a vacuum-cast piece"),
    "sla.build_rate": gettext_lazy("Volume that an SLA printer builds in an hour"),
    "sla.material": gettext_lazy("Price of resin for an SLA printer"),
    "sla.rate": gettext_lazy("Hourly rate of an SLA printer"),
    "sls_mjf.discount": gettext_lazy("Discount for many printed pieces"),
    "stretch.cavities": gettext_lazy("Cavities of a stretch blow moulding machine"),
    "stretch.good": gettext_lazy("Good bottles of all that are made"),
    "stretch.mould_part": gettext_lazy("Stretch blow mould against an injection mould"),
    "stretch.operators": gettext_lazy("Operators at a stretch blow moulding machine"),
    "stretch.rate": gettext_lazy("Hourly rate of a stretch blow moulding machine"),
    "stretch.setup": gettext_lazy("Start-up of a stretch blow moulding machine"),
    "stretch_blow_moulding.output-per-cavity": gettext_lazy(
        "Bottles that a cavity makes in an hour"
    ),
    "thermoforming.edge": gettext_lazy("Sheet bought against sheet used"),
    "thermoforming.feed": gettext_lazy("Feed of the trimming router"),
    "thermoforming.good": gettext_lazy("Good formed parts of all that are made"),
    "thermoforming.handling": gettext_lazy(
        "Handling of a piece at the trimming router"
    ),
    "thermoforming.longest": gettext_lazy("Longest forming cycle"),
    "thermoforming.operators": gettext_lazy("Operators at a thermoforming machine"),
    "thermoforming.rate_heavy": gettext_lazy(
        "Hourly rate of a thermoforming machine for thick sheet"
    ),
    "thermoforming.rate_thin": gettext_lazy(
        "Hourly rate of a thermoforming line for thin sheet"
    ),
    "thermoforming.setup": gettext_lazy("Start-up of a thermoforming machine"),
    "thermoforming.shortest": gettext_lazy("Shortest forming cycle"),
    "thermoforming.thick": gettext_lazy("Sheet that takes the longest forming cycle"),
    "thermoforming.tool-price": gettext_lazy("Price of a forming tool"),
    "thermoforming.tool_part": gettext_lazy("Forming tool against an injection mould"),
    "thermoforming.trim": gettext_lazy("Trim on each side"),
    "thermoforming.trim_rate": gettext_lazy("Hourly rate of the trimming router"),
    "time.week_hours": gettext_lazy("Working hours of a week"),
    "tools.aluminium_part": gettext_lazy("Aluminium mould against a steel mould"),
    "tools.cavity_area": gettext_lazy("Price of a cavity by its area"),
    "tools.cavity_exponent": gettext_lazy("Price of a mould by its cavities"),
    "tools.cavity_fixed": gettext_lazy("Smallest cavity and core"),
    "tools.plates": gettext_lazy("Plates and ejector box of a mould"),
    "tools.thickness_factor": gettext_lazy("Height of a mould against the part"),
}
#: What sets apart rows that begin alike: the last word of their ids.
KINDS: Words = {
    "cooling": gettext_lazy("cooling"),
    "ejection": gettext_lazy("ejection"),
    "misc": gettext_lazy("other work"),
    "part-design": gettext_lazy("design of the part"),
    "structural": gettext_lazy("structure"),
}
#: Columns of the materials.
OF_MATERIAL: Words = {
    "alpha_default_mm2_s": gettext_lazy("Thermal diffusivity"),
    "density_kg_m3": gettext_lazy("Density"),
    "eject_C": gettext_lazy("Ejection temperature"),
    "melt_C_rec": gettext_lazy("Melt temperature"),
    "mould_C_rec": gettext_lazy("Mould temperature"),
    "price_placeholder_eur_kg": gettext_lazy("Price of the material"),
}
#: What was entered, by what formulas call it.
ENTERED: Words = {
    "clamp": gettext_lazy("Clamping force"),
    "envelope": gettext_lazy("Size of the part"),
    "height": gettext_lazy("Height"),
    "length": gettext_lazy("Length"),
    "lifetime": gettext_lazy("Pieces of all years"),
    "mass": gettext_lazy("Mass"),
    "minutes": gettext_lazy("Minutes of that work on one piece"),
    "output": gettext_lazy("Output"),
    "part": gettext_lazy("Length, width or height"),
    "quantity": gettext_lazy("Pieces"),
    "transport": gettext_lazy("Transport"),
    "wall": gettext_lazy("Wall"),
    "width": gettext_lazy("Width"),
}


def figure_name(name: str, source: Mapping[str, Any]) -> str:
    """A figure by its name in the library and its source; empty if there is none."""
    if source["kind"] == "entry":
        return str(ENTERED.get(name, ""))
    if source["kind"] != "row":
        return ""
    if source["file"] == "materials.csv":
        return _of_material(source["column"], source["id"])
    table, _dot, rest = source["id"].partition(".")
    word, _dot, kind = rest.partition(".")
    found = str(ROWS.get(f"{table}.{word}", ""))
    if found and kind in KINDS:
        return _("%(figure)s: %(kind)s") % {"figure": found, "kind": KINDS[kind]}
    return found


def _of_material(column: str, material: str) -> str:
    if column not in OF_MATERIAL:
        return ""
    told = {"figure": OF_MATERIAL[column], "kind": material_name(material)}
    return _("%(figure)s: %(kind)s") % told
