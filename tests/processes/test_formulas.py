"""Every formula against a value worked out by hand."""

import pytest

from grandis.processes import ValidityError
from grandis.processes.figures import entered
from grandis.processes.formulas import FORMULAS

#: Arguments and result of each formula; the arithmetic stands beside it where
#: it is not obvious.
BY_HAND = {
    # 4/(pi^2 * 0.1) * ln(4/pi * 5) = 4.0528 * 1.8510
    "cooling_centre_line": ((2, 0.1, 240, 40, 80), 7.5018),
    # 4.0528 * ln(8/pi^2 * 5) = 4.0528 * 1.3994
    "cooling_mean": ((2, 0.1, 240, 40, 80), 5.6716),
    "cooling_with_buffer": ((10, 15), 11.5),
    "cooling_one_sided": ((10, 4), 40),
    "volume_of_mass": ((90.5, 905), 100),
    "mass_of_volume": ((100, 905), 90.5),
    "footprint": ((100, 50, 0.8), 40),
    "flow_length": ((300, 400, 50), 300),
    "flow_ratio": ((150, 1.5), 100),
    "shrink_wrap_volume": ((100, 50, 20, 0.6), 60),
    "section_area": ((600, 6000), 100),
    "chart_pressure": ((127.5,), 62.5),
    "cavity_pressure": ((75, 1.15, 1.4), 120.75),
    "clamp_force": ((40, 100, 2, 10), 840),
    "largest_area": ((1000, 40, 0.9), 225),
    "shot_mass": ((10, 4, 0.1), 44),
    "shot_in_polystyrene": ((90, 900), 105),
    "shot_capacity": ((105, 900), 90),
    "rating_for_shot": ((80, 0.8), 100),
    "opening_stroke": ((50, 3), 150),
    "injection_rate": ((900, 4), 120),
    "fill_time": ((90, 900, 100, 0.25), 4),
    "dry_cycle": ((4000, 2.6, 0.001), 6.6),
    "injection_cycle": ((1, 8, 1.5, 4), 15),
    # 4.9348 * 900 * 1.5 * 60 * 0.289 * 60 * 800/10^9
    "drag_flow": ((30, 1.5, 60, 800), 5.545),
    "line_need": ((10, 50, 1000), 30),
    "tube_section": ((10, 6), 50.2655),
    "screw_power": ((360, 2000, 200), 40),
    "piece_time": ((1000, 36), 100),
    "line_output": ((50, 1.8), 90),
    "yearly_output": ((100_000, 500, 5000), 10),
    "blown_wall": ((2, 1, 20, 80), 2),
    "pieces_per_hour": ((10, 4), 1440),
    "cycle_of_output": ((1500,), 2.4),
    "blow_cycle": ((10, 1.5, 5), 17.5),
    "formed_area": ((150, 100, 60), 45_000),
    "sheet_area": ((150, 100), 15_000),
    "sheet_side": ((100, 12, 3), 130),
    "mean_wall": ((2, 15_000, 45_000), 2 / 3),
    "gauge_for_wall": ((1, 15_000, 45_000), 3),
    # (100 + 26)(50 + 26) * 1 * 1000 * 1.1/10^6
    "sheet_mass": ((100, 50, 1, 12, 1000, 1.1), 10.5336),
    "forming_cycle": ((3, 15, 120, 6), 41.25),
    "trim_time": ((1000, 500, 60, 3), 120),
    "powder_bed_price": ((210, 0.18, 80, 50, 0.1), 35.46),
    "vacuum_casting_price": ((21, 20, 600, 18), 18 + 1200 / 21),
    "build_hours": ((30, 15), 2),
    "printed_price": ((2, 8, 500, 28), 30),
    "milling_hours": ((700, 100, 0.5, 10), 1.5),
    "mould_side": ((100, 2, 50), 350),
    "mould_thickness": ((50, 2, 180), 280),
    "mould_mass": ((100, 200, 300), 47.1),
    "mould_base": ((830, 5.25, 200), 1880),
    "cavity_cost": ((3000, 40, 32), 3640),
    "customisation": ((10_000, 2000, 0.75, 1), 9500),
    "mould_total": ((28_100, 5250, 42_500), 75_850),
    "mould_with_cavities": ((10_000, 4, 0.5, 1.5), 30_000),
    "tool_from_mould": ((10_000, 0.125, 500), 1250),
    "in_euro": ((100, 0.92), 92),
    "press_rate": ((12, 0.006, 1000), 18),
    "material_cost": ((100, 2, 1.5, 0.1), 0.33),
    "processing_cost": ((18, 16, 0.5, 36, 4), 0.065),
    "part_cost": ((0.152, 0.082, 0.347, 0.98), 0.592857),
    "price_of_cost": ((10, 1.2, 0.5), 6),
    "clean_room_price": ((8, 20), 10),
    "calibrated_time": ((10, 0.6), 6),
    "lot_price": ((100, 2, 50), 250),
    "full_unit_price": ((250, 100, 5000, 10_000), 3),
    "tool_sets": ((1000, 2_000_001, 1_000_000, 1), 3000),
    "lot_hours": ((9500, 36, 2, 0.95, 0.25), 50.25),
    "working_hours": ((5, 40), 200),
    "hours_cost": ((10, 18), 180),
    "piecework_hours": ((600, 0.5), 5),
    "packing_minutes": ((0.5, 3, 2000, 60), 0.1),
    "hours_of_pieces": ((10, 2.5), 25),
    "in_seconds": ((2,), 7200),
}


def test_every_formula_was_worked_out_by_hand():
    assert set(BY_HAND) == set(FORMULAS) - {"total"}


@pytest.mark.parametrize("id_", BY_HAND)
def test_it_gives_what_was_worked_out(id_):
    arguments, expected = BY_HAND[id_]

    assert FORMULAS[id_](*arguments) == pytest.approx(expected, rel=1e-3)


def test_a_total_takes_any_names():
    assert FORMULAS["total"](steel=3, labour=4, energy=5) == 12


@pytest.mark.parametrize("id_", BY_HAND)
def test_it_refuses_every_argument_outside_its_validity(id_):
    formula = FORMULAS[id_]
    arguments = dict(zip(formula.arguments, BY_HAND[id_][0], strict=False))

    for name in arguments:
        symbol = formula.symbols[name]
        for outside in (symbol.low - 1, symbol.high * 1.01 + 1, float("nan")):
            with pytest.raises(ValidityError, match=f"{id_}: {name} "):
                formula(**(arguments | {name: outside}))


@pytest.mark.parametrize("id_", BY_HAND)
def test_figures_give_the_same_as_numbers(id_):
    formula = FORMULAS[id_]
    arguments = dict(zip(formula.arguments, BY_HAND[id_][0], strict=False))
    figures = {
        name: entered(value, "u", "customer", name) for name, value in arguments.items()
    }

    result = formula.of(**figures)

    assert result.expected == pytest.approx(formula(**arguments))
    assert result.certain
    assert result.source.id == id_
    assert result.unit == ("u" if "first argument" in formula.unit else formula.unit)
    assert [each.name for each in result.inputs] == list(arguments)
