import json

import pytest
from tests.processes.cluster import cluster, problem

from grandis.errors import FileError
from grandis.processes import NetworkError, load_network, network_json, read_network

PRESS = {
    "id": "P1",
    "member": "A",
    "site": "A1",
    "process": "injection_moulding",
    "limits": {"clamp": 1000},
}


def network(**change):
    base = {"format": "grandis-network", "version": 1, "machines": [PRESS]}
    return base | change


def test_it_reads_machines_and_keeps_the_problem_as_it_came():
    read = read_network(network(problem={"horizon": 9}))

    assert read.machines[0].limits.clamp == 1000
    assert read.problem == {"horizon": 9}
    assert read.facts("A").certificates == ()


def test_writing_and_reading_changes_nothing(tmp_path):
    path = tmp_path / "network.json"
    path.write_text(json.dumps(network_json(cluster())))

    assert load_network(path) == cluster()
    assert load_network(path).problem["resources"] == problem()["resources"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": "other"}, "not a network file of version 1"),
        ({"version": 2}, "not a network file of version 1"),
        ({"machines": [PRESS, PRESS]}, "machine 'P1' is there 2 times"),
        ({"machines": [PRESS | {"process": "x"}]}, "there is no process 'x'"),
        ({"members": [{"id": "B"}]}, "member 'A' is not in members"),
        ({"machines": [PRESS | {"assumed": ["x"]}]}, "assumed names 'x'"),
        ({"machines": [PRESS | {"limits": {"clamp": -1}}]}, "clamp"),
        ({"machines": [PRESS | {"colour": "red"}]}, "colour"),
    ],
)
def test_it_refuses_what_contradicts_itself(change, message):
    with pytest.raises(NetworkError, match=message) as caught:
        read_network(network(**change), "net.json")

    assert str(caught.value).startswith("net.json: ")


@pytest.mark.parametrize(
    ("text", "message"), [("{", "is not JSON"), ("[]", "holds no network")]
)
def test_it_says_what_is_wrong_with_a_file(tmp_path, text, message):
    path = tmp_path / "network.json"
    path.write_text(text)

    with pytest.raises(FileError, match=message):
        load_network(path)


def test_it_says_that_a_file_is_not_there(tmp_path):
    with pytest.raises(FileError, match="cannot be read"):
        load_network(tmp_path / "none.json")
