"""The value-chain matrix: depth and gaps, from rows that the viewer may see."""

from grandis.hub.core.guard import watching
from grandis.hub.members.coverage import coverage
from grandis.hub.members.domain import profiles
from grandis.hub.members.enums import Stage


def of(cast, person):
    with watching():
        return coverage(cast.viewer(person))


def depths(matrix):
    return {
        (row.stage, cell.organisation.name): (cell.resources, cell.expertise)
        for row in matrix.rows
        for cell in row.cells
        if cell.depth
    }


def test_it_has_eight_stages_and_every_member_by_name(cast, filled):
    matrix = of(cast, cast.rasa)
    assert [row.stage for row in matrix.rows] == list(Stage)
    names = ["Polymer Institute", "UAB Detalinga", "UAB Kamštūna"]
    assert [member.name for member in matrix.members] == names
    assert all(len(row.cells) == 3 for row in matrix.rows)


def test_its_depth_counts_published_resources_expertise_and_offers(cast, filled):
    expected = {
        (Stage.PROTOTYPING, "Polymer Institute"): (0, 1),
        (Stage.TOOLING, "UAB Detalinga"): (0, 1),
        (Stage.TOOLING, "UAB Kamštūna"): (0, 1),
        (Stage.INJECTION_MOULDING, "UAB Detalinga"): (1, 0),
        (Stage.INJECTION_MOULDING, "UAB Kamštūna"): (1, 0),
    }
    for person in (cast.rasa, cast.ona, cast.darius, cast.asta):
        assert depths(of(cast, person)) == expected
    assert of(cast, cast.rasa).greatest == 1


def test_its_gaps_are_stages_that_nobody_or_one_member_serves(cast, filled):
    gaps = {row.stage: row.gap for row in of(cast, cast.rasa).gaps}
    assert gaps == {
        Stage.DESIGN: "nobody",
        Stage.PROTOTYPING: "one",
        Stage.EXTRUSION: "nobody",
        Stage.BLOW_MOULDING: "nobody",
        Stage.THERMOFORMING: "nobody",
        Stage.SUBCONTRACTING: "nobody",
    }
    profiles.add_expertise(
        cast.organisation(cast.ona),
        by=cast.viewer(cast.ona),
        text="Prototypes",
        stage=Stage.PROTOTYPING,
    )
    row = of(cast, cast.rasa).rows[1]
    assert (row.gap, row.depth, len(row.serving)) == ("", 2, 2)


def test_the_public_sees_the_members_that_agreed(cast, filled):
    matrix = of(cast, None)
    assert [member.name for member in matrix.members] == ["UAB Kamštūna"]
    assert matrix.rows[3].gap == "one"


def test_an_empty_cluster_has_eight_gaps(cast):
    assert [row.gap for row in of(cast, None).rows] == ["nobody"] * 8
    assert of(cast, None).greatest == 0


def test_it_takes_few_queries(cast, filled, django_assert_max_num_queries):
    viewer = cast.viewer(cast.rasa)
    with django_assert_max_num_queries(5):
        coverage(viewer)
