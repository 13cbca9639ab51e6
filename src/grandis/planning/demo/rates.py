"""What work and material cost in the demo.

Almost every figure here is an ASSUMPTION of ours, chosen to be plausible and
meant to be replaced by members' own: only where a source is named was it read.
"""

from typing import NamedTuple

from grandis.planning.problem import Change, Changeover

#: EUR an hour for one person, Lithuania, all sectors, 2024 (Eurostat).
LABOUR = 16.30
#: ASSUMPTION: supervision, energy, space and profit on top of labour.
OVERHEAD = 1.5


class Kind(NamedTuple):
    """What a machine or a team is called, and does, and costs.

    EUR an hour are `base` and `per_size` times the size and `people` at work on it.
    """

    stage: str
    name: str
    base: float
    per_size: float
    people: float

    def rate(self, size: float) -> float:
        """EUR for an hour of one machine of this size, or of one crew."""
        return self.base + self.per_size * size + self.people * LABOUR * OVERHEAD


#: Presses: 12 + 0.006 EUR/h for a kN, an ASSUMPTION, 1 t being 10 kN in the
#: trade; half an operator a press (aPriori); FDM 8 EUR/h (Phasio). Every other
#: figure is an ASSUMPTION.
KINDS = {
    "IM": Kind("injection_moulding", "Press {size} t no. {number}", 12, 0.06, 0.5),
    "EX": Kind("extrusion", "Extrusion line {size} mm no. {number}", 15, 0.35, 1),
    "SHT": Kind("extrusion", "Sheet line {size} mm no. {number}", 20, 0.4, 1.5),
    "EBM": Kind("blow_moulding", "Blow moulder {size} L no. {number}", 18, 1.2, 0.5),
    "SBM": Kind("blow_moulding", "Stretch blower {size} L no. {number}", 30, 6, 0.5),
    "TF": Kind("thermoforming", "Forming line no. {number}", 38, 0, 1),
    "TFH": Kind("thermoforming", "Sheet former {size} m² no. {number}", 25, 5, 1),
    "TRIM": Kind("thermoforming", "Five-axis trimmer no. {number}", 32, 0, 0.5),
    "CNC": Kind("tooling", "Machining centre no. {number}", 30, 0, 0.6),
    "EDM": Kind("tooling", "Spark eroder no. {number}", 24, 0, 0.5),
    "TLR": Kind("tooling", "Tool room", 36, 0, 0.8),
    "FDM": Kind("prototyping", "Filament printer no. {number}", 8, 0, 0.2),
    "SLA": Kind("prototyping", "Resin printer no. {number}", 14, 0, 0.3),
    "SLS": Kind("prototyping", "Powder printer no. {number}", 22, 0, 0.3),
    "VAC": Kind("prototyping", "Vacuum casting cell no. {number}", 12, 0, 1),
    "PRO": Kind("prototyping", "Prototyping laboratory", 14, 0, 0.8),
    "LAB": Kind("prototyping", "Test laboratory", 14, 0, 1),
    "DES": Kind("design", "Design office", 8, 0, 1.2),
    "ASM": Kind("subcontracting", "Assembly team", 4, 0, 3),
    "WLD": Kind("subcontracting", "Welding team", 12, 0, 2),
    "PRT": Kind("subcontracting", "Printing team", 16, 0, 2),
    "PAK": Kind("subcontracting", "Packing team", 3, 0, 3),
    "FAB": Kind("subcontracting", "Cutting and drilling team", 14, 0, 2),
    "COU": Kind("subcontracting", "Course teachers", 10, 0, 1.5),
}

#: Kinds that are teams: capacity counts crews.
TEAMS = ("TLR", "PRO", "LAB", "DES", "ASM", "WLD", "PRT", "PAK", "FAB", "COU")

#: ASSUMPTION: how much dearer or cheaper one member is than another, and how
#: much slower or faster one machine is.
RATE_SPREAD = (0.92, 1.12)
SLOWNESS_SPREAD = (0.97, 1.1)

#: ASSUMPTION: EUR/kg; prices move weekly and members buy at their own.
MATERIALS = {
    "ABS": 2.1,
    "HDPE": 1.4,
    "HIPS": 1.7,
    "LDPE": 1.45,
    "PA66-GF30": 3.4,
    "PC": 3.0,
    "PC/ABS": 3.0,
    "PET": 1.2,
    "PMMA": 2.9,
    "POM": 2.4,
    "PP": 1.35,
    "PVC": 1.2,
}
#: ASSUMPTION: printing powder and casting resin for the price of granulate.
RESIN_DEARNESS = 20
#: Scrap of 3 % (aPriori, Kazmer: yield 0.95 to 0.98).
YIELD = 0.97

#: ASSUMPTION: EUR of steel, standard parts and hot runner an hour of cutting.
STEEL = 55
ALUMINIUM = 20

#: ASSUMPTIONS: EUR for a trip of one lorry, there and back, and its hours.
TRIP = 45
PER_KM = 0.6
ROAD_FACTOR = 1.3
KM_PER_HOUR = 70
HANDLING_HOURS = 12

_DARK = ("black", "blue", "green", "red")
_LIGHT = ("natural", "transparent", "white")


def _purge(hours: int) -> tuple[Change, ...]:
    """After a dark colour a light one shows every trace: ASSUMPTION."""
    return tuple(Change(dark, light, hours) for dark in _DARK for light in _LIGHT)


#: ASSUMPTIONS: hours to change tool (or die), material and colour.
CHANGEOVERS = (
    Changeover("press", tool=2, material=1, colour=1, colours=_purge(3)),
    Changeover("large-press", tool=4, material=2, colour=2, colours=_purge(5)),
    Changeover("line", tool=4, material=3, colour=2, colours=_purge(5)),
)
#: From this size, in tonnes, a press needs a crane for its mould: ASSUMPTION.
LARGE_PRESS = 300
