from itertools import pairwise

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from grandis.processes import (
    Basis,
    Factor,
    Limits,
    Machine,
    MemberFacts,
    PartError,
    ValidityError,
    estimate,
    walk,
    workings,
)
from grandis.processes.archetypes import (
    CAP,
    CASES,
    CRATE,
    GEAR,
    HOOD,
    HOUSING,
    PIPE,
    TRAY,
)
from grandis.processes.estimates.injection import best_cavities, mould
from grandis.processes.estimates.prototypes import cast, print_powder
from grandis.processes.figures import FromEntry, FromRow
from grandis.processes.formulas import injection
from grandis.processes.needs import clamp
from grandis.processes.part import Part
from grandis.processes.tables import assumption

EXPECTED = [(case.made, case.expected[0]) for case in CASES]


@st.composite
def parts(draw):
    """Open boxes of every size that a mould can make."""
    material = draw(st.sampled_from(["abs", "pp-homo", "pc", "pom", "hdpe", "ps"]))
    length, width = draw(st.floats(10, 600)), draw(st.floats(10, 600))
    height = draw(st.floats(8, 200))
    wall = draw(st.floats(1.2, 3))
    shell = (length * width + 2 * height * (length + width)) * wall / 1000
    volume = min(shell, 0.9 * length * width * height / 1000)
    try:
        return Part(
            "box", material, "open", length, width, height, wall, 10_000, volume=volume
        )
    except PartError:
        assume(False)


def figures(made):
    values = (getattr(made, field) for field in made.__struct_fields__)
    return [value for value in values if hasattr(value, "expected")]


@pytest.mark.parametrize(("part", "process"), EXPECTED)
def test_every_range_of_an_estimate_nests_and_is_positive(part, process):
    for figure in figures(estimate(part, process)):
        for each in walk(figure):
            assert each.low <= each.expected <= each.high
        assert figure.low >= 0


@settings(max_examples=60)
@given(parts(), st.integers(1, 50_000), st.floats(1, 20))
def test_a_larger_lot_never_costs_more_a_piece_and_the_total_never_falls(
    part, quantity, times
):
    part = msgspec.structs.replace(part, yearly_volume=1_000_000)
    few = mould(part, quantity)
    many = mould(part, int(quantity * times))

    for end in ("low", "expected", "high"):
        small, large = getattr(few.unit, end), getattr(many.unit, end)
        assert large <= small * (1 + 1e-9)
        small, large = getattr(few.lot, end), getattr(many.lot, end)
        assert large >= small * (1 - 1e-9)


@pytest.mark.parametrize(
    ("part", "process"),
    [(PIPE, "extrusion"), (TRAY, "thermoforming"), (HOOD, "thermoforming")]
    + [(GEAR, p) for p in ("fdm", "sla", "sls_mjf", "vacuum_casting", "cnc_machining")],
)
def test_within_a_tier_the_other_processes_obey_the_same(part, process):
    part = msgspec.structs.replace(part, yearly_volume=100_000)
    made = [estimate(part, process, quantity) for quantity in range(1, 200)]

    for small, large in pairwise(made):
        if small.tier != large.tier:
            continue
        assert large.unit.expected <= small.unit.expected * (1 + 1e-9)
        assert large.lot.expected >= small.lot.expected * (1 - 1e-9)


@given(parts(), st.floats(0.05, 1), st.floats(0.05, 1))
def test_more_area_never_needs_less_clamp(part, one, other):
    most = part.length * part.width / 100
    small, large = (
        clamp(msgspec.structs.replace(part, projected_area=share * most), 1)
        for share in sorted((one, other))
    )

    assert small.low <= large.low
    assert small.expected <= large.expected
    assert small.high <= large.high


@given(st.floats(1, 5000), st.floats(1, 5000), st.integers(1, 128))
def test_clamp_force_grows_with_area(one, other, cavities):
    small, large = sorted((one, other))

    assert injection.clamp_force(40, small, cavities) <= injection.clamp_force(
        40, large, cavities
    )


@settings(max_examples=40)
@given(parts(), st.floats(1, 3))
def test_a_thicker_part_never_has_a_shorter_cycle(part, times):
    thick = min(part.wall * times, part.length, part.width, part.height, 6)
    assume(thick >= part.wall)
    thicker = msgspec.structs.replace(part, thickest_wall=thick)

    assert mould(thicker, 1000).cycle.expected >= mould(part, 1000).cycle.expected


def test_silicone_moulds_make_the_price_jump_at_21_and_41():
    prices = [cast(HOUSING, quantity).unit.expected for quantity in (20, 21, 40, 41)]

    assert prices[1] > prices[0]
    assert prices[2] < prices[1]
    assert prices[3] > prices[2]


def test_powder_is_cheaper_from_the_discount_on():
    under, over = print_powder(HOUSING, 49), print_powder(HOUSING, 50)

    assert (under.tier, over.tier) == ("list", "discount")
    assert over.unit.expected < under.unit.expected


def test_millions_of_caps_pay_many_cavities_and_thousands_do_not():
    def anything(cavities):
        return True

    cap = CASES[0]
    few = msgspec.structs.replace(cap.part, yearly_volume=5_000)

    assert best_cavities(cap.made, anything) >= 8
    assert best_cavities(few, anything) == 1


def test_cavities_are_limited_by_the_presses():
    assert best_cavities(CASES[0].made, lambda cavities: cavities <= 2) == 2


def test_worn_moulds_are_bought_again():
    lasting = msgspec.structs.replace(HOUSING, yearly_volume=1_000_000)
    wearing = msgspec.structs.replace(HOUSING, yearly_volume=1_000_001)

    assert mould(lasting, 1000).tool_sets == 1
    assert mould(wearing, 1000).tool_sets == 2
    assert mould(wearing, 1000).tools.expected == pytest.approx(
        2 * mould(lasting, 1000).tools.expected
    )


def test_a_tool_that_exists_costs_nothing():
    owned = msgspec.structs.replace(HOUSING, tool="T-17")

    assert mould(owned, 1000).tools.expected == 0


def test_an_aluminium_tool_is_cheaper_and_sooner():
    steel = mould(HOUSING, 1000, metal="steel")
    aluminium = mould(HOUSING, 1000, metal="aluminium")

    assert aluminium.tool.expected < steel.tool.expected
    assert aluminium.tool_weeks.expected < steel.tool_weeks.expected


def test_thin_sheet_is_formed_several_at_a_time_and_heavy_sheet_is_trimmed():
    tray = estimate(msgspec.structs.replace(TRAY, yearly_volume=1000), "thermoforming")
    hood = estimate(msgspec.structs.replace(HOOD, yearly_volume=1000), "thermoforming")

    assert (tray.tier, tray.cavities > 1, tray.trim) == ("thin", True, None)
    assert (hood.tier, hood.cavities) == ("heavy", 1)
    assert hood.trim.expected > 0


def test_a_bottle_holds_its_preform():
    bottle = next(case for case in CASES if "bottle" in case.part.name)

    made = estimate(bottle.made, "stretch_blow_moulding")

    assert made.before.process == "injection_moulding"
    assert made.tools.expected > made.before.tools.expected


PRESS = Machine(
    "P", "B", "B1", "injection_moulding", limits=Limits(clamp=1500), rate=90.0
)
FACTS = MemberFacts(
    "B", factors=(Factor("injection_moulding", "cost", 0.5, 0.6, 0.7, 10),)
)


def sources(made):
    return {figure.source for figure in walk(made.unit)}


def test_a_members_own_rate_is_used_only_with_its_consent():
    agreed = msgspec.structs.replace(PRESS, rate_consent=True)

    silent = mould(HOUSING, 1000, basis=Basis(PRESS, FACTS))
    open_ = mould(HOUSING, 1000, basis=Basis(agreed, FACTS))

    assert FromEntry("B", "P: rate") not in sources(silent)
    assert FromEntry("B", "P: rate") in sources(open_)
    assert open_.piece.expected > silent.piece.expected


def test_a_members_learned_factor_is_used_only_with_its_consent():
    agreed = msgspec.structs.replace(FACTS, factor_consent=True)

    silent = mould(HOUSING, 1000, basis=Basis(PRESS, FACTS))
    open_ = mould(HOUSING, 1000, basis=Basis(PRESS, agreed))

    assert open_.piece.expected == pytest.approx(0.6 * silent.piece.expected)
    assert not any(
        isinstance(s, FromEntry) and "factor" in s.field for s in sources(silent)
    )


def test_machine_limits_that_we_assumed_say_so():
    assumed = msgspec.structs.replace(PRESS, assumed=("clamp",))

    found = sources(mould(HOUSING, 1000, basis=Basis(assumed)))

    assert FromEntry("B", "P: clamp", "ASSUMPTION") in found


def test_rates_grow_with_the_press():
    small, large = (
        mould(
            HOUSING,
            1000,
            basis=Basis(
                Machine("P", "B", "B1", "injection_moulding", limits=Limits(clamp=c))
            ),
        )
        for c in (600, 6000)
    )

    assert large.piece.expected > small.piece.expected


@pytest.mark.parametrize("material", ["petg", "tpe-s", "pvc-flex", "ca"])
def test_no_number_is_made_up_for_a_material_without_data(material):
    part = msgspec.structs.replace(HOUSING, material=material, volume=50.0)

    with pytest.raises(ValidityError):
        mould(part, 1000)


def test_a_wall_beyond_the_formula_is_refused():
    block = msgspec.structs.replace(
        HOUSING,
        wall=60,
        thickest_wall=None,
        height=80,
        length=300,
        width=300,
        mass=4000,
    )

    with pytest.raises(ValidityError, match=r"valid from 0\.05 to 50"):
        mould(block, 1000)


def test_every_data_row_of_an_estimate_has_a_status():
    for part, process in EXPECTED:
        for source in sources(estimate(part, process)):
            if isinstance(source, FromRow):
                assert source.status


def test_a_clean_room_costs_a_quarter_more():
    clean = msgspec.structs.replace(HOUSING, clean_room="ISO 8")

    assert mould(clean, 1000).piece.expected == pytest.approx(
        1.25 * mould(HOUSING, 1000).piece.expected
    )


def test_a_bottle_pays_for_its_clean_room_once():
    bottle = next(case.made for case in CASES if "bottle" in case.part.name)
    clean = msgspec.structs.replace(bottle, clean_room="ISO 8")

    plain, room = (estimate(p, "stretch_blow_moulding") for p in (bottle, clean))
    assert room.piece.expected == pytest.approx(1.25 * plain.piece.expected)


def test_small_parts_are_packed_in_bulk_and_large_ones_by_hand():
    by_hand = assumption("packing.minutes").expected / 60

    cap, _, _ = workings.packing(CAP, 10_000)(Basis())
    crate, _, _ = workings.packing(CRATE, 10_000)(Basis())

    assert crate.expected == pytest.approx(10_000 * by_hand)
    assert cap.expected < 10_000 * by_hand / 10
