"""Twelve parts that a practitioner knows, at two volumes each.

For each: the part, and for each yearly volume the process or processes that a
practitioner would expect first, with the reason. The reference page shows the
table; the tests hold `choose` against it.
"""

from typing import NamedTuple

import msgspec

from grandis.processes.part import Part


class Case(NamedTuple):
    """A part at a yearly volume, who should make it, and why."""

    part: Part
    volume: int
    expected: tuple[str, ...]
    why: str

    @property
    def made(self) -> Part:
        """The part at this volume."""
        return msgspec.structs.replace(self.part, yearly_volume=self.volume)


PRINTED = ("sls_mjf", "sla", "fdm")

CAP = Part(
    "screw cap",
    "pp-homo",
    "open",
    30,
    30,
    15,
    1.2,
    1,
    mass=3.0,
    projected_area=7.1,
    two_sided=True,
    certificates=("EU 10/2011",),
)
CRATE = Part(
    "crate",
    "hdpe",
    "open",
    600,
    400,
    300,
    2.5,
    1,
    mass=1900,
    projected_area=1600,
    two_sided=True,
)
SYRINGE = Part(
    "syringe barrel",
    "pp-homo",
    "open",
    22,
    22,
    90,
    1.2,
    1,
    mass=4.6,
    projected_area=3.8,
    two_sided=True,
    certificates=("ISO 13485",),
    clean_room="ISO 8",
    years=3,
)
BRACKET = Part(
    "dashboard bracket",
    "pa66-gf30",
    "open",
    180,
    90,
    45,
    2.5,
    1,
    mass=95,
    thickest_wall=3.0,
    two_sided=True,
    certificates=("IATF 16949",),
    years=4,
)
PIPE = Part(
    "pressure pipe 63 mm", "hdpe", "constant_section", 6000, 63, 63, 5.8, 1, mass=6000
)
PROFILE = Part(
    "window profile",
    "pvc-rigid",
    "constant_section",
    6000,
    70,
    60,
    2.8,
    1,
    mass=7000,
    tolerance=0.8,
)
CANISTER = Part(
    "canister 5 l", "hdpe", "hollow", 190, 145, 250, 1.5, 1, mass=220, container=5
)
BOTTLE = Part(
    "PET bottle 0.5 l",
    "pet",
    "hollow",
    66,
    66,
    225,
    0.3,
    1,
    mass=22,
    container=0.5,
    certificates=("ISO 22000/BRCGS",),
)
TRAY = Part(
    "food tray",
    "pp-homo",
    "open",
    187,
    137,
    40,
    0.4,
    1,
    mass=14,
    two_sided=False,
    certificates=("EU 10/2011",),
)
HOOD = Part(
    "machine hood", "abs", "open", 700, 500, 200, 3.0, 1, mass=2300, two_sided=False
)
HOUSING = Part(
    "housing",
    "abs",
    "open",
    120,
    80,
    40,
    2.0,
    1,
    mass=55,
    two_sided=True,
    tolerance=0.4,
)
GEAR = Part(
    "gear",
    "pom",
    "open",
    40,
    40,
    12,
    3.0,
    1,
    mass=16,
    thickest_wall=5.0,
    two_sided=True,
    tolerance=0.15,
    tolerance_size=12,
)

CASES = (
    Case(CAP, 5_000_000, ("injection_moulding",), "millions: many cavities"),
    Case(CAP, 20_000, ("injection_moulding",), "detail on both faces, food contact"),
    Case(CRATE, 50_000, ("injection_moulding",), "ribs on both faces, a large press"),
    Case(CRATE, 3_000, ("injection_moulding",), "nothing else makes the ribs"),
    Case(SYRINGE, 3_000_000, ("injection_moulding",), "deep and narrow, clean room"),
    Case(SYRINGE, 50_000, ("injection_moulding",), "no sheet is drawn four times deep"),
    Case(BRACKET, 80_000, ("injection_moulding",), "glass fibre runs in moulds only"),
    Case(BRACKET, 30, PRINTED, "thirty pieces pay no mould"),
    Case(PIPE, 20_000, ("extrusion",), "constant section"),
    Case(PIPE, 200, ("extrusion",), "constant section, 1200 m still pay a die"),
    Case(PROFILE, 30_000, ("extrusion",), "constant section in PVC"),
    Case(PROFILE, 500, ("extrusion",), "a short run of the same"),
    Case(CANISTER, 200_000, ("extrusion_blow_moulding",), "hollow, HDPE, 5 l"),
    Case(CANISTER, 5_000, ("extrusion_blow_moulding",), "hollow, a cheap mould"),
    Case(BOTTLE, 5_000_000, ("stretch_blow_moulding",), "hollow, PET, thin"),
    Case(BOTTLE, 200_000, ("stretch_blow_moulding",), "PET does not hang as a parison"),
    Case(TRAY, 5_000_000, ("thermoforming",), "0.4 mm is under what can be moulded"),
    Case(TRAY, 50_000, ("thermoforming",), "a forming tool is cheap"),
    Case(HOOD, 300, ("thermoforming",), "a mould for 300 large hoods never pays"),
    Case(HOOD, 30_000, ("injection_moulding",), "over some thousands the mould pays"),
    Case(HOUSING, 50, ("vacuum_casting", *PRINTED), "fifty pieces: no steel mould"),
    Case(HOUSING, 50_000, ("injection_moulding",), "the mould is soon paid"),
    Case(GEAR, 20, ("cnc_machining",), "tighter than printing or casting keeps"),
    Case(GEAR, 200_000, ("injection_moulding",), "precision mould"),
)
