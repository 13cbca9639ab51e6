"""Every worked example from the literature, reproduced by the public formulas.

The rows, with their sources, stand in `worked_examples.csv` beside this file.
"""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grandis.processes.formulas import (
    blow,
    cooling,
    costs,
    extrusion,
    injection,
    prototypes,
    thermoforming,
    tools,
)
from grandis.processes.units import convert

with (Path(__file__).parent / "worked_examples.csv").open(encoding="utf-8") as file:
    ROWS = {row["id"]: row for row in csv.DictReader(file)}

CIRCLE = 3.141592653589793 / 4


def four_cavities(p, s, f, d, n, A_runner_mm2):  # noqa: N803 - the table's names
    # The book rounds the pressure of 120.75 MPa; the tolerance covers it.
    pressure = injection.cavity_pressure(p, s, f)
    area = CIRCLE * d**2 / 100
    return injection.clamp_force(pressure, area, n, A_runner_mm2 / 100)


def one_cavity(p, d):
    return injection.clamp_force(p, CIRCLE * d**2 / 100)


def clamp_in_tonnes(A_cm2, p_MPa):  # noqa: N803
    return convert(injection.clamp_force(p_MPa, A_cm2), "force", "kN", "t")


def area_in_square_inches(t, u, p):
    # Both tonnes are of the same kind, so the trade's one serves.
    pressure = 10 * convert(p, "force", "t", "kN") / convert(1, "area", "in2", "cm2")
    area = injection.largest_area(convert(t, "force", "t", "kN"), pressure, u)
    return convert(area, "area", "cm2", "in2")


def force_in_pounds(A, p, s):  # noqa: N803
    pressure = injection.cavity_pressure(convert(p, "pressure", "psi", "MPa"), s, 1)
    force = injection.clamp_force(pressure, convert(A, "area", "in2", "cm2"))
    return convert(force, "force", "kN", "lbf")


def rating_in_another_material(c, rho):
    return injection.shot_capacity(c, rho * 1000)


def box_wall(L, W, H, t):  # noqa: N803
    sheet = thermoforming.sheet_area(L, W)
    return thermoforming.mean_wall(t, sheet, thermoforming.formed_area(L, W, H))


def power_in_horses(m, cp, dT):  # noqa: N803
    heat = cp * 4186.8  # from BTU/(lb F)
    output = convert(m, "output", "lb/h", "kg/h")
    power = extrusion.screw_power(output, heat, dT / 1.8)
    return convert(power, "power", "kW", "hp")


def tube(od, id, v, rho):  # noqa: A002
    return extrusion.line_need(v, extrusion.tube_section(od, id), rho)


def cast(n):
    return prototypes.vacuum_casting_price(n, 20, 600, 18)


def powder_bed(V, n, disc):  # noqa: N803
    return prototypes.powder_bed_price(V, 0.18, 80, n, disc)


def centre_line(h, al, Tm, Tw, Te):  # noqa: N803
    return cooling.cooling_centre_line(h, al, Tm, Tw, Te)


def mean_over_wall(h, al, Tm, Tw, Te):  # noqa: N803
    return cooling.cooling_mean(h, al, Tm, Tw, Te)


COMPUTED: dict[str, Callable[..., float]] = {
    "E01": four_cavities,
    "E02": one_cavity,
    "E04": clamp_in_tonnes,
    "E05": area_in_square_inches,
    "E06": force_in_pounds,
    "E07": force_in_pounds,
    "E08": rating_in_another_material,
    "E11": mean_over_wall,
    "E13": box_wall,
    "E14": lambda c: blow.pieces_per_hour(c),
    "E15": lambda c: blow.pieces_per_hour(c),
    "E16": power_in_horses,
    "E18": lambda m, p, t, y: costs.part_cost(m, p, t, y),
    "E19": lambda c, b, k: tools.mould_total(c, b, k),
    "E22": powder_bed,
    "E23": cast,
    "E25": cast,
    "E30": tube,
    "E31": centre_line,
    "E32": mean_over_wall,
}


def test_every_row_is_computed():
    assert set(COMPUTED) == set(ROWS)


@pytest.mark.parametrize(
    "row", ROWS.values(), ids=lambda row: f"{row['id']} {row['source']}"
)
def test_it_reproduces_the_published_answer(row):
    answer = COMPUTED[row["id"]](**json.loads(row["inputs"]))

    tolerance = float(row["tol_pct"]) / 100
    assert answer == pytest.approx(float(row["expected"]), rel=tolerance)
