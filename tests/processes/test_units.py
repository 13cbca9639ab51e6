import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.errors import InputError
from grandis.processes.units import UNITS, convert, quantity, written_in


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("300 g", "mass", 300),
        ("0.3 kg", "mass", 300),
        ("0,3kg", "mass", 300),
        ("2,5 mm", "length", 2.5),
        ("±0.1 mm", "length", 0.1),
        ("12 cm²", "area", 12),
        ("1 200 g", "mass", 1200),
        ("3e-1 kg", "mass", 300),
        ("250 t", "force", 2500),
        (7, "length", 7),
        ("12", "length", 12),
        ("5 L", "volume", 5000),
    ],
)
def test_it_reads_what_people_write(written, kind, value):
    assert quantity(written, kind, "x") == value


@pytest.mark.parametrize(
    ("written", "kind", "message"),
    [
        ("3 mm", "mass", "'mm' is no unit of mass; use g, mg, kg"),
        ("heavy", "mass", "'heavy' is not a quantity"),
        (None, "mass", "None is not a quantity"),
        (True, "mass", "True is not a quantity"),
        ("1,200 g", "mass", "thousands or a decimal comma"),
        ("1e99 g", "mass", "out of range"),
    ],
)
def test_it_says_what_it_cannot_read(written, kind, message):
    with pytest.raises(InputError, match=message):
        quantity(written, kind, "mass")


EVERY_UNIT = [
    (kind, unit) for kind, units in UNITS.items() for unit in units if kind != "count"
]


@given(st.floats(1e-6, 1e9), st.sampled_from(EVERY_UNIT))
def test_units_in_and_out_change_nothing(value, kind_and_unit):
    kind, unit = kind_and_unit

    assert quantity(written_in(value, kind, unit), kind, "x") == pytest.approx(
        value, rel=1e-15
    )


def test_it_converts_between_units():
    assert convert(1, "force", "kN", "lbf") == pytest.approx(224.809, rel=1e-5)
