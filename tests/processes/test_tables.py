import pytest

from grandis.errors import InputError
from grandis.processes.tables import TABLES, cell, cost, parameter, row, table


@pytest.mark.parametrize("name", TABLES)
def test_every_row_has_its_own_id_a_status_and_a_source(name):
    rows = table(name)

    for id_, found in rows.items():
        assert id_ == found.id
        assert found.status(), id_
        assert found.text("source"), id_


def test_there_are_26_materials():
    assert len(table("materials")) == 26


def test_every_assumption_has_a_range_that_nests():
    for id_ in table("assumptions"):
        figure = parameter("assumptions", id_)
        assert figure.low <= figure.expected <= figure.high


def test_a_row_without_expected_value_takes_the_geometric_mean():
    figure = parameter("processes", "injection_moulding.mould-life.spi-class-102")

    assert (figure.low, figure.high) == (500_000, 1_000_000)
    assert figure.expected == pytest.approx(707_107, rel=1e-5)


def test_a_column_with_its_own_status_tells_that_one():
    assert (
        "ASSUMPTION" in cell("materials", "abs", "price_placeholder_eur_kg").row.status
    )
    assert cell("materials", "abs", "density_kg_m3").row.status.startswith("read")


def test_it_refuses_a_row_without_a_number():
    with pytest.raises(InputError, match=r"'blow\.mould-price' holds no number"):
        cost("blow.mould-price")
    with pytest.raises(InputError, match="'petg' holds no number for density"):
        cell("materials", "petg", "density_kg_m3")


def test_it_refuses_a_row_that_is_not_there():
    with pytest.raises(InputError, match="has no row 'nothing'"):
        row("materials", "nothing")
