"""`grandis coverage`: what a cluster can do."""

import json

import pytest
from tests.processes.cluster import cluster

from grandis.processes import network_json


@pytest.fixture
def network_file(tmp_path):
    path = tmp_path / "network.json"
    path.write_text(json.dumps(network_json(cluster())))
    return path


def test_it_counts_the_members_behind_each_process(run, network_file):
    result = run("coverage", network_file)

    lines = {
        line[:26].strip(): line[26:].split() for line in result.stdout.splitlines()
    }
    assert result.exit_code == 0
    assert lines["injection moulding"][0] == "7"
    assert lines["painting"][0] == "-"


def test_the_object_holds_every_cell(run, network_file):
    values = json.loads(run("coverage", network_file, "--json").stdout)

    (cell,) = [
        cell
        for cell in values["cells"]
        if (cell["process"], cell["certificate"]) == ("assembly", "")
    ]
    assert cell["members"] == ["B", "C", "D", "E", "F"]
    assert cell["machines"] == 5


def test_a_file_that_is_no_network_is_refused(run, tmp_path):
    path = tmp_path / "network.json"
    path.write_text("{}")

    result = run("coverage", path)

    assert result.exit_code == 2
    assert "is not a network file of version 1" in result.stderr
