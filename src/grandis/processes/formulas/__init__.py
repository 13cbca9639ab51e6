"""Formulas, each registered with its symbols, units, source and validity."""

from grandis.processes.formulas import (
    blow,
    cooling,
    costs,
    extrusion,
    geometry,
    injection,
    prototypes,
    thermoforming,
    tools,
)
from grandis.processes.formulas.registry import FORMULAS, Formula, Symbol, formula

__all__ = [
    "FORMULAS",
    "Formula",
    "Symbol",
    "blow",
    "cooling",
    "costs",
    "extrusion",
    "formula",
    "geometry",
    "injection",
    "prototypes",
    "thermoforming",
    "tools",
]
