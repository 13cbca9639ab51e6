import msgspec
import pytest

from grandis.processes import judge
from grandis.processes.archetypes import HOOD, HOUSING, PROFILE
from grandis.processes.tolerances import nominal_size, tg6


@pytest.mark.parametrize(
    ("size", "tool", "other"),
    [
        (2, 0.07, 0.12),
        (3, 0.07, 0.12),
        (3.1, 0.12, 0.18),
        (30, 0.26, 0.31),
        (120, 0.57, 0.80),
        (1000, 2.8, 3.1),
    ],
)
def test_it_reads_din_16742_group_6(size, tool, other):
    found = tg6(size)

    assert (found.expected, found.high) == (tool, other)


def test_the_table_ends_at_a_metre():
    assert tg6(1001) is None

    long = msgspec.structs.replace(HOOD, length=1200, tolerance=5, yearly_volume=20_000)
    codes = [r.code for r in judge(long, "injection_moulding").reasons]
    assert "tolerance_unknown" in codes


def test_the_nominal_size_is_the_one_given_or_the_longest_side():
    assert nominal_size(HOUSING) == 120
    assert nominal_size(msgspec.structs.replace(HOUSING, tolerance_size=15)) == 15


def test_of_a_profile_the_section_counts_and_not_the_length():
    assert nominal_size(PROFILE) == 70


@pytest.mark.parametrize(
    ("tolerance", "code", "answer"),
    [
        (1.0, None, "yes"),
        (0.6, "tolerance_tool", "yes"),
        (0.5, "tolerance_precision", "limited"),
        (0.3, "tolerance_precision", "limited"),
        (0.28, "tolerance_fine", "no"),
    ],
)
def test_a_finer_tolerance_goes_from_note_to_care_to_no(tolerance, code, answer):
    # 120 mm: 0.57 from one half of the tool, 0.80 across, 0.285 with precision.
    part = msgspec.structs.replace(HOUSING, tolerance=tolerance, yearly_volume=20_000)

    verdict = judge(part, "injection_moulding")

    assert verdict.answer == answer
    assert [reason.code for reason in verdict.reasons] == ([code] if code else [])


def test_a_large_formed_part_keeps_less():
    # +-0.5 mm on 300 mm and 0.025 mm more for each 25 mm: 0.9 mm on 700 mm.
    part = msgspec.structs.replace(HOOD, yearly_volume=500)
    keeps = msgspec.structs.replace(part, tolerance=0.9)
    fails = msgspec.structs.replace(part, tolerance=0.89)

    assert judge(keeps, "thermoforming").answer == "yes"
    assert judge(fails, "thermoforming").answer == "no"


def test_a_profile_keeps_what_its_size_allows():
    part = msgspec.structs.replace(PROFILE, yearly_volume=1000)

    for size, limit in ((3, 0.18), (25, 0.38), (70, 0.76), (200, 2.36), (300, 2.36)):
        asked = msgspec.structs.replace(part, tolerance_size=size, tolerance=limit)
        finer = msgspec.structs.replace(asked, tolerance=0.99 * limit)
        assert judge(asked, "extrusion").answer == "yes"
        assert judge(finer, "extrusion").answer == "no"
