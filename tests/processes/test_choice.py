import msgspec
import pytest

from grandis.processes import choose, judge
from grandis.processes.archetypes import (
    CANISTER,
    CAP,
    CASES,
    CRATE,
    GEAR,
    HOOD,
    HOUSING,
    PIPE,
    TRAY,
)
from grandis.processes.names import PRODUCTION


def changed(part, **change):
    return msgspec.structs.replace(part, **{"yearly_volume": 10_000} | change)


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.part.name}-{case.volume}"
)
def test_it_chooses_what_a_practitioner_expects(case):
    first = choose(case.made)[0]

    assert first.answer in ("yes", "limited")
    assert first.process in case.expected


def test_there_are_twelve_parts_at_two_volumes_each():
    assert len({case.part.name for case in CASES}) == 12
    assert len(CASES) == 24


def test_fifty_housings_never_get_a_steel_mould():
    verdict = judge(changed(HOUSING, yearly_volume=50), "injection_moulding")

    assert verdict.answer == "no"
    assert verdict.reasons[0].code == "few"
    assert "50 pieces are 2 times fewer" in verdict.reasons[0].sentence


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.part.name)
def test_every_process_is_judged_and_every_refusal_has_a_reason(case):
    verdicts = choose(case.made)

    assert {verdict.process for verdict in verdicts} == set(PRODUCTION)
    for verdict in verdicts:
        assert verdict.answer == "yes" or verdict.reasons
        for reason in verdict.reasons:
            assert "{" not in reason.sentence
        assert (verdict.estimate is None) == (verdict.answer == "no")


def test_the_cheapest_stands_first_and_refusals_last():
    verdicts = choose(changed(HOOD))

    ranks = [verdict.answer == "no" for verdict in verdicts]
    prices = [v.estimate.unit.expected for v in verdicts if v.estimate]
    assert ranks == sorted(ranks)
    assert prices == sorted(prices)


@pytest.mark.parametrize(
    ("part", "process", "code"),
    [
        (changed(CAP), "extrusion", "shape"),
        (changed(CANISTER), "injection_moulding", "shape"),
        (changed(CANISTER), "stretch_blow_moulding", "material_no"),
        (changed(CRATE), "thermoforming", "two_sided"),
        (changed(TRAY), "injection_moulding", "wall_thin"),
        (changed(TRAY, wall=9, height=100, mass=400), "thermoforming", "gauge"),
        (changed(HOOD, height=1100, mass=5000), "thermoforming", "draw"),
        (changed(HOUSING, tolerance=0.1), "injection_moulding", "tolerance_fine"),
        (changed(HOUSING, tolerance=0.1), "thermoforming", "tolerance_fine"),
        (changed(HOUSING, tolerance=0.1), "cnc_machining", "tolerance_fine"),
        (changed(HOUSING, thickest_wall=20), "injection_moulding", "wall_thick"),
        (changed(PIPE, width=500), "extrusion", "size"),
        (changed(PIPE, yearly_volume=10), "extrusion", "few"),
        (changed(HOOD, length=1700), "injection_moulding", "size"),
        (changed(CRATE), "sls_mjf", "size"),
        (changed(GEAR), "vacuum_casting", "many"),
        (changed(CANISTER, yearly_volume=100), "extrusion_blow_moulding", "few"),
    ],
)
def test_a_hard_limit_rules_a_process_out_and_says_by_how_much(part, process, code):
    verdict = judge(part, process)

    assert verdict.answer == "no"
    assert code in codes(verdict)
    reason = next(reason for reason in verdict.reasons if reason.code == code)
    assert reason.sentence


@pytest.mark.parametrize(
    ("part", "process", "code"),
    [
        (changed(HOUSING, tolerance=0.4), "injection_moulding", "tolerance_precision"),
        (changed(HOUSING, yearly_volume=20), "vacuum_casting", "material_like"),
        (changed(HOOD, two_sided=None), "thermoforming", "two_sided_unknown"),
        (
            changed(CANISTER, yearly_volume=1000),
            "extrusion_blow_moulding",
            "few_limited",
        ),
        (
            changed(CANISTER, tolerance=1),
            "extrusion_blow_moulding",
            "tolerance_unknown",
        ),
        (changed(HOOD, wall=4), "injection_moulding", "wall_thick"),
        (
            changed(GEAR, tolerance=None, surface="glossy", yearly_volume=20),
            "sls_mjf",
            "surface_rough",
        ),
    ],
)
def test_some_limits_only_call_for_care(part, process, code):
    verdict = judge(part, process)

    assert verdict.answer == "limited"
    assert code in codes(verdict)


def test_a_substitute_cannot_carry_the_certificate_of_its_original():
    part = changed(HOUSING, yearly_volume=20, certificates=("UL 94",))

    assert "substitute" in codes(judge(part, "vacuum_casting"))


def test_what_cannot_be_estimated_is_said_so():
    verdict = judge(changed(HOUSING, material="petg"), "injection_moulding")

    assert verdict.estimate is None
    assert verdict.answer == "limited"
    assert "no density of petg was read" in verdict.reasons[-1].sentence


def test_a_sheet_shows_its_surface_on_one_face():
    verdict = judge(changed(HOOD, surface="textured"), "thermoforming")

    assert verdict.answer == "yes"
    assert codes(verdict) == ["surface_one_side"]
