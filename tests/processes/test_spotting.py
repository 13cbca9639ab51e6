import msgspec
import pytest
from tests.processes.cluster import cluster

from grandis.processes import need
from grandis.processes.archetypes import BOTTLE, CANISTER, CRATE, HOOD
from grandis.processes.coverage_text import coverage_text, gaps_text, teams_text
from grandis.processes.names import PRODUCTION, STAGES
from grandis.processes.needs import Need
from grandis.processes.spotting import Refused, coverage, gaps, teams

NETWORK = cluster()
COVERAGE = coverage(NETWORK)

STAGE_NAMES = {
    "design",
    "prototyping",
    "tooling",
    "injection_moulding",
    "extrusion",
    "blow_moulding",
    "thermoforming",
    "subcontracting",
}


def work(process, *certificates):
    return Need(process, 1, "", None, certificates, {}, {})


def changed(part, **change):
    return msgspec.structs.replace(part, **{"yearly_volume": 10_000} | change)


def test_the_matrix_has_all_eight_stages():
    assert {cell.stage for cell in COVERAGE.cells} == STAGE_NAMES
    assert set(PRODUCTION) <= set(STAGES)


def test_depth_counts_members_not_machines():
    (cell,) = [
        cell
        for cell in COVERAGE.cells
        if (cell.process, cell.material, cell.certificate)
        == ("injection_moulding", "abs", "")
    ]

    assert cell.members == ("A", "B", "C", "D", "E", "F", "J")
    assert cell.depth == 7
    assert cell.machines == 25


@pytest.mark.parametrize(
    ("process", "material", "certificate", "depth"),
    [
        ("injection_moulding", "abs", "ISO 13485", 1),
        ("injection_moulding", "abs", "ISO 22000/BRCGS", 2),
        ("injection_moulding", "abs", "UL 94", 1),
        ("extrusion", "abs", "", 2),
        ("extrusion_blow_moulding", "ps", "", 0),
        ("stretch_blow_moulding", "pet", "EU 10/2011", 0),
        ("vacuum_casting", "abs", "", 1),
        ("painting", "", "", 0),
        ("mould_making", "", "", 2),
    ],
)
def test_it_knows_how_deep_the_cluster_is(process, material, certificate, depth):
    assert COVERAGE.depth(process, material, certificate) == depth


def test_a_machine_that_handles_one_material_counts_for_that_one():
    only = tuple(
        msgspec.structs.replace(m, materials=("hdpe",))
        for m in NETWORK.machines
        if m.process == "extrusion_blow_moulding"
    )
    network = msgspec.structs.replace(NETWORK, machines=only)

    assert coverage(network).depth("extrusion_blow_moulding", "hdpe") == 1
    assert coverage(network).depth("extrusion_blow_moulding", "pp-homo") == 0


REFUSED = (
    Refused(
        "O-1",
        80_000,
        (need(changed(BOTTLE, certificates=("EU 10/2011",)), "stretch_blow_moulding"),),
    ),
    Refused("O-2", 30_000, (work("painting"), work("assembly"))),
    Refused(
        "O-3",
        50_000,
        (
            need(
                changed(BOTTLE, certificates=("EU 10/2011",)), "stretch_blow_moulding"
            ),
            work("painting"),
        ),
    ),
    Refused(
        "O-4", 10_000, (need(changed(CRATE, clean_room="ISO 7"), "injection_moulding"),)
    ),
    Refused("O-5", 99_000, (need(changed(CANISTER), "extrusion_blow_moulding"),)),
)


def test_gaps_are_ranked_by_the_value_lost():
    found = gaps(REFUSED, NETWORK)

    assert [(gap.process, gap.lacking, gap.lost) for gap in found] == [
        ("stretch_blow_moulding", ("EU 10/2011",), 130_000),
        ("painting", (), 80_000),
        ("injection_moulding", ("ISO 7",), 10_000),
    ]
    assert [gap.lost_alone for gap in found] == [80_000, 30_000, 10_000]
    assert found[0].opportunities == ("O-1", "O-3")


def test_a_gap_names_the_nearest_machine():
    first, second, _ = gaps(REFUSED, NETWORK)

    assert first.nearest.startswith("J-SBM")
    assert first.reasons[0].sentence == "has no EU 10/2011"
    assert second.nearest is None


def test_what_the_cluster_can_do_is_no_gap():
    assert gaps(REFUSED[4:], NETWORK) == ()


def test_complementary_members_do_together_what_none_does_alone():
    needs = {
        "design": work("part_design"),
        "form": need(changed(HOOD), "thermoforming"),
        "trim": need(changed(HOOD), "trimming"),
    }

    found = teams(needs, NETWORK)

    assert [team.members for team in found] == [
        ("B", "L"),
        ("C", "L"),
        ("E", "L"),
        ("L", "M"),
        ("L", "N"),
    ]
    assert found[0].does == {"design": ("B",), "form": ("L",), "trim": ("L",)}


def test_no_team_holds_a_member_it_could_do_without():
    needs = {
        "design": work("part_design"),
        "mould": work("mould_making"),
        "blow": need(changed(CANISTER), "extrusion_blow_moulding"),
        "print": work("printing"),
    }

    for team in teams(needs, NETWORK):
        for member in team.members:
            rest = set(team.members) - {member}
            assert any(not rest & set(who) for who in team.does.values())


def test_no_team_is_needed_where_one_can_do_all():
    assert teams({"form": need(changed(HOOD), "thermoforming")}, NETWORK) == ()


def test_no_team_helps_against_what_nobody_can():
    assert teams({"paint": work("painting"), "print": work("printing")}, NETWORK) == ()


def test_the_matrix_reads_as_a_table():
    text = coverage_text(COVERAGE)

    (line,) = [row for row in text.splitlines() if row.startswith("injection moulding")]
    assert line.split()[2:4] == ["7", "5"]
    assert "extrusion blow moulding: I alone\n" in text
    assert next(r for r in text.splitlines() if r.startswith("painting")).split() == [
        "painting",
        *["-"] * 10,
    ]


def test_gaps_and_teams_read_as_sentences():
    text = gaps_text(gaps(REFUSED, NETWORK))
    assert "130,000 EUR lost (80,000 by this alone): stretch blow moulding" in text
    assert "painting: no machine at all" in text

    needs = {
        "form": need(changed(HOOD), "thermoforming"),
        "weld": work("welding"),
    }
    assert teams_text(teams(needs, NETWORK)) == "C + L: form L; weld C\n"
