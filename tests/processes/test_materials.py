import pytest

from grandis.processes import PartError
from grandis.processes.materials import (
    TABULATED,
    density,
    diffusivity,
    material,
    mould_walls,
    resin_price,
    runs_in,
    temperatures,
    viscosity,
)
from grandis.processes.names import PRODUCTION
from grandis.processes.tables import table

MATERIALS = list(table("materials"))


@pytest.mark.parametrize("name", MATERIALS)
@pytest.mark.parametrize("process", PRODUCTION)
def test_every_material_has_an_answer_for_every_process(name, process):
    found = runs_in(name, process)

    assert found.answer in ("yes", "limited", "like", "no")
    assert found.source.status.startswith(("read", "judgement"))
    assert found.answer != "like" or process not in TABULATED


@pytest.mark.parametrize("name", MATERIALS)
def test_what_is_known_of_a_material_nests(name):
    known = [diffusivity(name), viscosity(name), mould_walls(name), resin_price(name)]

    for figure in known:
        assert figure is None or figure.low <= figure.expected <= figure.high


def test_diffusivity_spans_its_sources():
    found = diffusivity("abs")

    assert (found.low, found.expected, found.high) == (0.079, 0.1102, 0.17)


def test_what_was_not_read_is_none():
    assert density("petg") is None
    assert diffusivity("petg") is None
    assert temperatures("pvc-rigid") is None
    assert density("pvc-rigid").expected == 1400


def test_a_material_without_wall_range_takes_the_assumption():
    assert mould_walls("pet").row.file == "assumptions.csv"
    assert mould_walls("abs").row.file == "materials.csv"


@pytest.mark.parametrize(
    ("wrong", "offered"),
    [
        ("PP", "pp-homo or pp-copo"),
        ("pe", "hdpe or ldpe"),
        ("PA66GF30", "pa66"),
        ("nylon", "use one of abs, pp-homo"),
    ],
)
def test_an_unknown_material_gets_the_nearest_names(wrong, offered):
    with pytest.raises(PartError, match=offered):
        material(wrong)
