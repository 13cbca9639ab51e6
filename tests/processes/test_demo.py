import pytest
from tests.processes.cluster import cluster

from grandis.processes import NetworkError
from grandis.processes.demo import KINDS, demo_machines, held, room
from grandis.processes.names import PROCESSES, STAGES

NETWORK = cluster()


def test_every_resource_becomes_a_machine_with_its_id():
    ids = {resource["id"] for resource in NETWORK.problem["resources"]}

    assert {machine.id for machine in NETWORK.machines} == ids


def test_every_limit_is_marked_as_assumed():
    for machine in NETWORK.machines:
        entered = [
            name
            for name in machine.limits.__struct_fields__
            if getattr(machine.limits, name) not in (None, False)
        ]
        assert set(machine.assumed) == set(entered)


def test_larger_machines_take_more():
    presses = sorted(
        (m.limits for m in NETWORK.machines if m.process == "injection_moulding"),
        key=lambda limits: limits.clamp,
    )

    for name in ("shot", "tie_bar_long", "tie_bar_short", "mould_high", "opening"):
        values = [getattr(limits, name) for limits in presses]
        assert values == sorted(values), name


def test_a_press_between_two_that_were_read_lies_between_them():
    (press,) = demo_machines(
        [{"id": "X-IM-01", "site": "X1", "name": "Press 325 t no. 1"}], {"X1": "X"}, {}
    )

    assert press.limits.clamp == 3250
    assert press.limits.shot == pytest.approx(900)


def test_certificates_and_rooms_are_read_from_text():
    assert held("ISO 9001, BRCGS/ISO 22000, EU 10/2011") == (
        "ISO 9001",
        "ISO 22000",
        "BRCGS",
        "EU 10/2011",
    )
    assert held("ISO 9001, UL94 materials") == ("ISO 9001", "UL 94")
    assert held("none") == ()
    assert room("ISO 13485, ISO 14644 class 8") == "ISO 8"
    assert room("ISO 9001") is None


def test_the_machines_of_the_medical_moulder_stand_in_its_room():
    rooms = {machine.room for machine in NETWORK.machines if machine.member == "D"}

    assert rooms == {"ISO 8"}


def test_a_kind_that_is_not_known_is_refused():
    with pytest.raises(NetworkError, match="'X-ZZZ-01': its id does not name a kind"):
        demo_machines([{"id": "X-ZZZ-01", "site": "X1"}], {"X1": "X"}, {})


def test_every_kind_is_a_process_of_a_stage():
    for process in KINDS.values():
        assert process in PROCESSES
        assert process in STAGES
