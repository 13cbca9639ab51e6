"""Codes and lists are taken as the standards write them, and only so."""

import pytest
from django.core.exceptions import ValidationError

from grandis.hub.members import validators
from grandis.hub.members.enums import CleanRoom, Process, Stage
from grandis.hub.members.limits import LIMITS, limits_of
from grandis.processes.machines import Limits
from grandis.processes.names import PROCESSES, STAGES
from grandis.processes.needs import CRITERIA
from grandis.processes.part import Room


def refused(check, value):
    with pytest.raises(ValidationError):
        check(value)


@pytest.mark.parametrize("code", ["C22", "C22.2", "C22.22", "C25.73", "M72", "J62.01"])
def test_it_takes_nace_codes(code):
    validators.nace_codes([code])


@pytest.mark.parametrize(
    "code", ["22.22", "C", "C9", "C34", "X10", "c22.22", "C22.222", "C22.", "L67", ""]
)
def test_it_refuses_what_is_no_nace_code(code):
    refused(validators.nace_codes, [code])


@pytest.mark.parametrize("value", ["C22.22", {"C22": 1}, [22], [None]])
def test_codes_come_as_a_list_of_texts(value):
    refused(validators.nace_codes, value)


@pytest.mark.parametrize("code", ["LT", "LT0", "LT02", "LT022", "DK050", "EL", "PL9"])
def test_it_takes_nuts_codes(code):
    validators.nuts_code(code)


@pytest.mark.parametrize("code", ["", "L", "lt022", "LT0222", "LT-02", "Vilnius"])
def test_it_refuses_what_is_no_nuts_code(code):
    refused(validators.nuts_code, code)


def test_materials_are_those_of_the_library():
    validators.material_ids(["pp-homo", "petg"])
    refused(validators.material_ids, ["polypropylene"])


@pytest.mark.parametrize(
    "limits",
    [
        {"clamp": -1},
        {"clamp": "2000"},
        {"clamping": 2000},
        {"cavities": 0.5},
        {"robot": 1},
        ["clamp"],
    ],
)
def test_it_refuses_limits_that_no_machine_has(limits):
    refused(validators.limits, limits)


def test_it_takes_limits_as_the_library_does():
    validators.limits({"clamp": 2000, "robot": True, "shot": 0.5, "thin_wall": None})


@pytest.mark.parametrize("days", [[], [7], [1, 1], ["1"], [True], "12345", None])
def test_it_refuses_what_are_no_days_of_a_week(days):
    refused(validators.weekdays, days)


def test_processes_and_stages_are_those_of_the_library():
    assert set(Process.values) == set(PROCESSES)
    assert {process.value: process.stage.value for process in Process} == dict(STAGES)
    assert set(Stage.values) == set(STAGES.values())
    assert set(CleanRoom.values) == set(Room.__args__)


def test_every_limit_of_the_library_has_a_name_on_the_screen():
    assert set(LIMITS) == set(Limits.__struct_fields__)


def test_every_criterion_is_held_against_a_limit_that_its_process_knows():
    for process, criteria in CRITERIA.items():
        known = {limit.name for limit in limits_of(process)}
        assert {criterion.limit for criterion in criteria} <= known
