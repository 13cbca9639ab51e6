import msgspec
import pytest

from grandis.processes import Figure, Limits, Machine, MemberFacts, fit, need
from grandis.processes.archetypes import BOTTLE, CAP, CRATE, HOOD, HOUSING, PIPE, TRAY
from grandis.processes.figures import FromRow
from grandis.processes.fit import compare, lacking
from grandis.processes.names import PROCESSES
from grandis.processes.needs import CRITERIA, Need
from grandis.processes.reasons import SENTENCES

#: A press that takes the housing with room to spare.
PRESS = Machine(
    "P",
    "A",
    "A1",
    "injection_moulding",
    limits=Limits(
        clamp=2000,
        shot=200,
        tie_bar_long=500,
        tie_bar_short=500,
        mould_low=200,
        mould_high=500,
        opening=400,
        thin_wall=1.0,
    ),
)
A = MemberFacts("A", certificates=("ISO 9001", "BRCGS"))


def press(**limits):
    changed = msgspec.structs.replace(PRESS.limits, **limits)
    return msgspec.structs.replace(PRESS, limits=changed)


def answer(part, machine, member=A, cavities=1):
    found = fit(need(part, machine.process, cavities), machine, member)
    return found.answer, [reason.code for reason in found.reasons]


def test_a_machine_with_room_fits_without_a_word():
    assert answer(HOUSING, PRESS) == ("fits", [])


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"clamp": 200}, "clamp"),
        ({"shot": 60}, "shot_large"),
        ({"shot": 1000}, "shot_small"),
        ({"tie_bar_long": 150}, "tie_bar_long"),
        ({"tie_bar_short": 100}, "tie_bar_short"),
        ({"mould_high": 150}, "mould_high"),
        ({"mould_low": 400}, "mould_low"),
        ({"opening": 100}, "opening"),
    ],
)
def test_each_limit_of_a_press_can_say_no(limits, code):
    assert answer(HOUSING, press(**limits)) == ("no", [code])


def test_a_reason_says_by_how_much():
    (reason,) = fit(need(HOUSING, "injection_moulding"), press(clamp=200), A).reasons

    values = reason.values
    assert values["by"] == pytest.approx(100 * (values["high"] / 200 - 1))
    assert "the machine has 200" in reason.sentence


def test_a_limit_within_the_range_is_borderline():
    needed = need(HOUSING, "injection_moulding").quantities["clamp"]

    assert needed.low < needed.expected < needed.high
    assert answer(HOUSING, press(clamp=needed.expected)) == ("borderline", ["clamp"])


def test_a_limit_that_was_not_entered_is_borderline():
    assert answer(HOUSING, press(clamp=None)) == ("borderline", ["not_entered"])


def test_a_shot_between_ten_and_twenty_percent_is_borderline():
    assert answer(HOUSING, press(shot=400)) == ("borderline", ["shot_small"])


def test_a_thin_wall_on_a_usual_press_is_borderline():
    thin = msgspec.structs.replace(HOUSING, wall=0.9)

    assert answer(thin, PRESS) == ("borderline", ["thin_wall"])


def test_a_robot_takes_opening_stroke():
    # 40 mm of height need 120 mm, and with a robot 160 mm.
    assert answer(HOUSING, press(opening=130)) == ("fits", [])
    assert answer(HOUSING, press(opening=130, robot=True)) == ("no", ["opening"])


def test_more_cavities_need_a_larger_press():
    assert answer(HOUSING, PRESS, cavities=8)[0] == "no"


def test_the_process_must_be_the_same():
    wanted = need(PIPE, "extrusion")

    assert fit(wanted, PRESS, A).reasons[0].code == "process_other"


def test_a_certificate_that_is_lacking_says_no():
    asked = msgspec.structs.replace(HOUSING, certificates=("ISO 13485",))

    assert answer(asked, PRESS) == ("no", ["certificate"])


@pytest.mark.parametrize(
    ("asked", "held", "lacks"),
    [
        (("ISO 22000/BRCGS",), ("BRCGS",), ()),
        (("ISO 22000/BRCGS",), ("ISO 22000",), ()),
        (("ISO 22000/BRCGS",), ("ISO 9001",), ("ISO 22000/BRCGS",)),
        (("BRCGS",), ("ISO 22000",), ("BRCGS",)),
    ],
)
def test_either_food_certificate_satisfies_the_pair(asked, held, lacks):
    assert lacking(asked, held) == lacks


@pytest.mark.parametrize(
    ("asked", "have", "expected"),
    [
        ("ISO 8", None, "no"),
        ("ISO 8", "ISO 8", "fits"),
        ("ISO 8", "ISO 7", "fits"),
        ("ISO 7", "ISO 8", "no"),
        (None, None, "fits"),
    ],
)
def test_a_cleaner_room_serves_as_well(asked, have, expected):
    part = msgspec.structs.replace(HOUSING, clean_room=asked)
    machine = msgspec.structs.replace(PRESS, room=have)

    assert answer(part, machine)[0] == expected


def test_a_material_that_is_not_handled_says_no():
    machine = msgspec.structs.replace(PRESS, materials=("pp-homo", "hdpe"))

    assert answer(HOUSING, machine) == ("no", ["material_handling"])
    assert answer(CRATE, press(clamp=20_000))[0] == "no"


@pytest.mark.parametrize(
    ("part", "process", "limits"),
    [
        (PIPE, "extrusion", {"output": 300, "profile_long": 100, "profile_short": 80}),
        (
            BOTTLE,
            "stretch_blow_moulding",
            {"container_least": 0.2, "container_most": 2, "head": 400},
        ),
        (
            TRAY,
            "thermoforming",
            {
                "forming_long": 750,
                "forming_short": 450,
                "depth": 100,
                "gauge_least": 0.2,
                "gauge_most": 1.5,
            },
        ),
        (
            HOOD,
            "thermoforming",
            {
                "forming_long": 1000,
                "forming_short": 800,
                "depth": 300,
                "gauge_least": 1.5,
                "gauge_most": 10,
            },
        ),
        (HOUSING, "sla", {"build_long": 300, "build_middle": 200, "build_short": 100}),
    ],
)
def test_every_limit_of_the_other_processes_counts(part, process, limits):
    machine = Machine("M", "A", "A1", process, limits=Limits(**limits))
    asked = msgspec.structs.replace(part, certificates=(), yearly_volume=10_000)
    assert answer(asked, machine) == ("fits", [])

    for name in limits:
        tighter = limits[name] / 100 if "least" not in name else limits[name] * 100
        changed = msgspec.convert(limits | {name: tighter}, Limits)
        narrow = msgspec.structs.replace(machine, limits=changed)
        assert answer(asked, narrow)[0] == "no", name


def test_what_the_part_does_not_say_is_borderline():
    silent = msgspec.structs.replace(BOTTLE, container=None, certificates=())
    limits = Limits(container_least=0.2, container_most=2, head=400)
    machine = Machine("M", "A", "A1", "stretch_blow_moulding", limits=limits)

    found = fit(need(silent, "stretch_blow_moulding"), machine, A)

    assert found.answer == "borderline"
    assert "the container's volume is not given" in found.reasons[0].sentence


def test_hand_work_has_no_limits_but_certificates_and_rooms():
    bench = Machine("T", "A", "A1", "assembly")

    assert fit(Need("assembly", 1, "", None, (), {}, {}), bench, A).answer == "fits"
    asks = Need("assembly", 1, "", "ISO 8", ("ISO 13485",), {}, {})
    assert fit(asks, bench, A).answer == "no"


def test_every_criterion_has_a_sentence_and_a_limit():
    for process, criteria in CRITERIA.items():
        assert process in PROCESSES
        for criterion in criteria:
            assert criterion.code in SENTENCES
            assert criterion.limit in Limits.__struct_fields__


def test_the_thin_wall_chart_is_used_where_it_was_read():
    lid = msgspec.structs.replace(
        CAP, length=90, width=90, height=60, wall=1.0, mass=25, projected_area=60
    )

    pressure = need(lid, "injection_moulding").quantities["clamp"].inputs[0].figure
    assert pressure.inputs[0].figure.source.id == "chart_pressure"


def test_comparing_holds_the_whole_range_against_the_limit():
    needed = Figure(1, 2, 3, "kN", FromRow("t.csv", "r", "c", "read"))
    most = CRITERIA["injection_moulding"][0]

    assert [compare(needed, limit, most) for limit in (0.9, 1, 2.9, 3)] == [
        "no",
        "borderline",
        "borderline",
        "fits",
    ]
