import msgspec
import pytest

from grandis.errors import InputError
from grandis.processes import PartError, missing, part_json, read_part
from grandis.processes.archetypes import CASES
from grandis.processes.part import DECIDES, Part

CAP = {
    "name": "cap",
    "material": "pp-homo",
    "shape": "open",
    "length": "30 mm",
    "width": "3 cm",
    "height": 15,
    "wall": "1.2 mm",
    "mass": "3 g",
    "yearly_volume": 100_000,
}
CANISTER = CAP | {
    "name": "canister",
    "material": "hdpe",
    "shape": "hollow",
    "length": "190 mm",
    "width": "145 mm",
    "height": "250 mm",
    "mass": "220 g",
    "container": "5 l",
}


def test_it_reads_a_part_with_units():
    part = read_part(CAP)

    assert (part.length, part.width, part.height) == (30, 30, 15)
    assert part.mass == 3


def test_a_container_is_in_litres():
    assert read_part(CANISTER).container == 5
    assert read_part(CANISTER | {"container": 5}).container == 5
    assert read_part(CANISTER | {"container": "5000 ml"}).container == 5


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.part.name)
def test_writing_and_reading_changes_nothing(case):
    assert read_part(part_json(case.made)) == case.made


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mass": "3 kg"}, r"more than its full envelope.*did you mean 3 g\?"),
        ({"mass": "300 kg"}, r"more than its full envelope.*did you mean g\?"),
        ({"mass": "3 mg"}, r"less than a thin film.*did you mean 3 g\?"),
        ({"mass": None, "volume": "3 dm3"}, r"did you mean 3 cm3\?"),
        ({"volume": "30 cm3"}, "more than its full envelope"),
        ({"volume": "6 cm3"}, "weigh 5.43 g, not 3 g"),
        ({"wall": "1.2 cm", "height": "8 mm"}, r"thicker.*did you mean 1.2 mm\?"),
        ({"wall": "16 mm"}, r"wall of 16 mm is thicker than the envelope \(15 mm\)"),
        ({"thickest_wall": 1}, "thinner than the nominal wall"),
        ({"projected_area": 20}, "larger than the envelope's 9 cm2"),
        ({"projected_area": 700}, r"did you mean 7 cm2\?"),
        ({"material": "PP"}, r"did you mean pp-homo or pp-copo\?"),
        ({"material": "polycarbonat"}, "material 'polycarbonat' is unknown"),
        ({"material": "abss"}, "did you mean abs"),
        ({"shape": "opn"}, "shape: Invalid enum value 'opn'"),
        ({"massa": 3}, r"no field 'massa'; did you mean 'mass'\?"),
        ({"due": "tomorrow"}, "write it as 2027-03-31"),
        ({"yearly_volume": 2.5}, "yearly_volume"),
        ({"yearly_volume": 0}, "yearly_volume"),
        ({"lot_size": 200_000}, "a lot of 200000 is more than"),
        ({"container": "5 ml"}, "only a hollow part"),
        ({"certificates": ["ISO 9002"]}, "certificates: Invalid enum value"),
    ],
)
def test_it_refuses_what_cannot_be(change, message):
    with pytest.raises(InputError, match=message) as caught:
        read_part(CAP | change, "cap.json")

    assert str(caught.value).startswith("cap.json: ")


def test_it_refuses_a_container_larger_than_its_envelope():
    with pytest.raises(PartError, match=r"5000 l does not fit.*did you mean 5 l\?"):
        read_part(CANISTER | {"container": "5000 l"})


def test_it_names_every_missing_field_and_what_it_decides():
    with pytest.raises(PartError) as caught:
        read_part({"name": "x", "material": "abs", "shape": "open"}, "x.json")

    for field in ("length", "width", "height", "wall", "yearly_volume", "mass"):
        assert f"'{field}'" in str(caught.value)
    assert "cooling time" in str(caught.value)


def test_a_part_made_in_code_is_checked_as_well():
    with pytest.raises(PartError, match="neither 'mass' nor 'volume'"):
        Part("x", "abs", "open", 10, 10, 10, 1, 1)


def test_missing_fields_say_what_they_decide():
    fields = [each.field for each in missing(read_part(CAP))]

    assert fields == [
        "thickest_wall",
        "projected_area",
        "two_sided",
        "tolerance",
        "lot_size",
        "due",
        "target_price",
    ]
    assert missing(read_part(CANISTER | {"container": None}))[2].field == "container"
    assert missing(read_part(CAP))[2].sentence.endswith(DECIDES["two_sided"])


def test_a_full_part_misses_nothing():
    full = read_part(
        CAP
        | {
            "thickest_wall": 2,
            "projected_area": "7 cm2",
            "two_sided": True,
            "tolerance": 0.2,
            "lot_size": 1000,
            "due": "2027-03-31",
            "target_price": "2 ct",
        }
    )

    assert missing(full) == ()
    assert full.target_price == 0.02
    assert msgspec.structs.replace(full, lot_size=None).quantity == 100_000
