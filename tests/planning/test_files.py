"""Problem and plan files: nothing lost, nothing half written, errors by name."""

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.errors import FileError, InputError, ProblemError
from grandis.planning import storage
from grandis.planning.files import (
    plan_from_json,
    plan_schema,
    plan_to_json,
    problem_from_json,
    problem_schema,
    problem_to_json,
    read_plan,
    read_problem,
    write_plan,
    write_problem,
)
from grandis.planning.plan import Assignment, Plan, Taken
from grandis.planning.problem import (
    Begun,
    Calendar,
    CallOff,
    Change,
    Changeover,
    Choice,
    Grid,
    Link,
    Load,
    Member,
    Opportunity,
    Option,
    Policy,
    Problem,
    Resource,
    Setup,
    Site,
    Step,
    Tool,
)

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PROBLEM_FILE = jsonschema.Draft202012Validator(problem_schema())
PLAN_FILE = jsonschema.Draft202012Validator(plan_schema())

names = st.text(st.characters(codec="utf-8"), max_size=4)
ticks = st.integers(0, 50)
money = st.integers(0, 10**11)
shares = st.floats(0, 1)


@st.composite
def intervals(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.sets(ticks, min_size=2, max_size=6)))
    return tuple(zip(edges[::2], edges[1::2], strict=False))


@st.composite
def resources(draw: st.DrawFn, name: str) -> Resource:
    machine = draw(st.booleans())
    return Resource(
        name,
        draw(st.sampled_from(["A", "B"])),
        name=draw(names),
        stage=draw(names),
        capacity=1 if machine else draw(st.integers(2, 5)),
        calendar=draw(st.sampled_from([None, "hours"])),
        closed=((70, 80),) if draw(st.booleans()) else (),
        load=tuple(Load(a, b) for a, b in draw(intervals())),
        changeover="purge" if machine and draw(st.booleans()) else None,
        setup=Setup(material=draw(st.none() | names)),
    )


@st.composite
def opportunities(draw: st.DrawFn, name: str) -> Opportunity:
    count = draw(st.integers(1, 4))
    steps = tuple(
        Step(
            f"s{n}",
            tuple(
                Option(resource, draw(st.integers(1, 9)), draw(money))
                for resource in draw(st.sets(st.sampled_from(["R0", "R1"]), min_size=1))
            ),
            name=draw(names),
            after=tuple(draw(st.sets(st.sampled_from([f"s{k}" for k in range(n)]))))
            if n
            else (),
            branch=draw(st.sampled_from([None, "x", "y"])),
            tool=draw(st.sampled_from([None, "mould"])),
            colour=draw(st.none() | names),
        )
        for n in range(count)
    )
    return Opportunity(
        name,
        steps,
        name=draw(names),
        price=draw(money),
        release=draw(ticks),
        call_offs=(CallOff("first", draw(ticks), late_cost=draw(money)),),
        choices=(Choice("c", ("x", "y")),),
        policy=Policy(
            draw(st.integers(1, 100)), (("M", "N"),), ("M",), least_reliability=0.25
        ),
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    return Problem(
        horizon=100,
        name=draw(names),
        objective=draw(st.sampled_from(["surplus", "makespan", "weighted_tardiness"])),
        grid=Grid("2026-03-02T00:00:00+02:00", draw(st.sampled_from([15, 60, 1440]))),
        now=draw(ticks),
        members=(Member("M", draw(names), draw(shares)), Member("N")),
        sites=(
            Site("A", "M", latitude=draw(st.floats(-90, 90))),
            Site("B", "N", longitude=draw(st.floats(-180, 180))),
        ),
        resources=(draw(resources("R0")), draw(resources("R1"))),
        opportunities=tuple(
            draw(opportunities(f"O-{n}")) for n in range(draw(st.integers(0, 3)))
        ),
        links=(Link("A", "B", draw(ticks), draw(money)),),
        calendars=(Calendar("hours", (*draw(intervals()), (60, 90))),),
        changeovers=(
            Changeover("purge", draw(ticks), colours=(Change(draw(names), "w", 3),)),
        ),
        tools=(Tool("mould", site="A", ready=draw(ticks)),),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    return Plan(
        draw(st.sampled_from(["optimal", "feasible", "infeasible", "unknown"])),
        "surplus",
        value=draw(st.integers(-(10**15), 10**15)),
        bound=draw(st.integers(-(10**15), 10**15)),
        taken=(Taken("O-1", ("x",)), Taken("O-2"))[: draw(st.integers(0, 2))],
        assignments=tuple(
            Assignment("O-1", f"s{n}", "R0", n, n + 1, n + draw(st.integers(1, 9)))
            for n in range(draw(st.integers(0, 3)))
        ),
        seed=draw(st.integers(0, 2**31)),
        seconds=draw(st.floats(0, 1e6)),
    )


SMALL = Problem(
    horizon=100,
    members=(Member("M"),),
    sites=(Site("A", "M"),),
    resources=(Resource("R0", "A"), Resource("R1", "A")),
    opportunities=(
        Opportunity("O-16", (Step("design", (Option("R0", 2),)),)),
        Opportunity(
            "O-17",
            (
                Step("design", (Option("R0", 2),)),
                Step("tooling", (Option("R0", 4), Option("R1", 3)), after=("design",)),
            ),
        ),
    ),
    begun=(Begun("O-16", "design", "R0", 0, 0, 2),),
)
PLAN = Plan(
    "feasible", "surplus", 7, 9, assignments=(Assignment("O", "s", "R", 0, 0, 1),)
)


@given(problems())
def test_a_problem_comes_back_as_it_was(problem: Problem) -> None:
    data = problem_to_json(problem)

    assert problem_from_json(data) == problem
    assert problem_to_json(problem_from_json(data)) == data


@given(plans())
def test_a_plan_comes_back_as_it_was(plan: Plan) -> None:
    assert plan_from_json(plan_to_json(plan)) == plan


@given(problems())
def test_a_problem_file_fits_its_schema(problem: Problem) -> None:
    PROBLEM_FILE.validate(json.loads(problem_to_json(problem)))


@given(plans())
def test_a_plan_file_fits_its_schema(plan: Plan) -> None:
    PLAN_FILE.validate(json.loads(plan_to_json(plan)))


@pytest.mark.parametrize(
    ("name", "schema"), [("problem", problem_schema), ("plan", plan_schema)]
)
def test_the_published_schema_is_the_one_in_use(
    name: str, schema: Callable[[], dict[str, Any]]
) -> None:
    published = json.loads((REFERENCE / f"{name}.schema.json").read_text())

    jsonschema.Draft202012Validator.check_schema(published)
    assert published == schema(), f"write {name}_schema() to docs/reference again"


def test_the_schema_refuses_what_reading_refuses() -> None:
    data = json.loads(problem_to_json(SMALL))
    data["problem"]["opportunities"][1]["steps"][1]["options"][0]["duration"] = -4

    with pytest.raises(jsonschema.ValidationError):
        PROBLEM_FILE.validate(data)
    with pytest.raises(FileError):
        problem_from_json(json.dumps(data).encode())


def test_files_are_written_for_people_too(tmp_path: Path) -> None:
    file = tmp_path / "problem.json"

    write_problem(SMALL, file)

    text = file.read_text()
    assert text.startswith('{\n "format": "grandis-problem",\n "version": 1,\n')
    assert '\n  "horizon": 100,\n' in text
    assert '{"id":"design","options":[{"resource":"R0","duration":2}]}' in text
    assert text.endswith("}\n")


def test_files_are_read_back(tmp_path: Path) -> None:
    write_problem(SMALL, tmp_path / "problem.json")
    write_plan(PLAN, str(tmp_path / "plan.json"))

    assert read_problem(str(tmp_path / "problem.json")) == SMALL
    assert read_plan(tmp_path / "plan.json") == PLAN


def test_a_byte_order_mark_does_not_matter() -> None:
    assert problem_from_json(b"\xef\xbb\xbf" + problem_to_json(SMALL)) == SMALL


def test_a_text_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(FileError, match="holds a character that no file can hold"):
        plan_to_json(Plan("unknown", "surplus", 0, 0, (Taken("\ud800"),)))


def refusal(data: bytes) -> str:
    with pytest.raises(FileError) as caught:
        problem_from_json(data, "p.json")
    return str(caught.value)


def read_or_refusal(data: bytes) -> Problem | str:
    try:
        return problem_from_json(data, "p.json")
    except InputError as error:
        return str(error)


def changed(old: str, new: str) -> bytes:
    text = problem_to_json(SMALL).decode()
    assert old in text
    return text.replace(old, new).encode()


def test_an_error_names_the_file_the_object_and_what_to_do() -> None:
    assert refusal(changed('"duration":4', '"duration":-4')) == (
        "p.json: opportunity 'O-17', step 'tooling', option 'R0': 'duration' must be a "
        "whole number >= 0; correct it"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"duration":3', '"duration":3.5', "option 'R1': 'duration' must be a whole"),
        ('"duration":3', '"duration":1e999', "'duration': number out of range"),
        ('"duration":3', '"duration":' + "9" * 5000, "'duration': integer value out"),
        ('"duration":3', '"duration":99999999999', "must be a whole number <= 10000"),
        ('"duration":3', '"durration":3', "no field 'durration' (did you mean 'dur"),
        ('"duration":3', '"cost":3', "option 'R1': field 'duration' is missing; add"),
        ('"id":"A",', "", "site number 1: field 'id' is missing; add it"),
        (
            '"after": ["design"]',
            '"after": ["design",1]',
            "'after' number 2 must be text",
        ),
        (
            '"setup":0',
            '"setup":null',
            "begun step 'design' of 'O-16': 'setup' must be a",
        ),
        ('"horizon": 100', '"horizon": "100"', "'horizon' must be a whole number, got"),
        ('[{"id":"M"}]', "[7]", "member number 1 must be an object with named fields"),
        ('[{"id":"M"}]', '{"id":"M"}', "'members' must be a list, got an object with"),
        ('"version": 1', '"version": 2', "made by a newer Grandis; update this one"),
        ('"version": 1', '"version": 0', "'version' is missing or wrong; write"),
        ('"version": 1,', "", "'version' is missing or wrong; write"),
        ('"version": 1', '"version": true', "'version' must be a whole number, got t"),
        (
            '"problem": {',
            '"problen": {',
            "no field 'problen' (did you mean 'problem'?)",
        ),
        ('"horizon": 100', '"due": 1', "field 'due' belongs elsewhere; move or remove"),
        ('"after": [', '"' + "x" * 9999 + '": [', f"no field '{'x' * 99}…'; correct"),
        ('"id": "O-17"', '"id": {}', "opportunity number 2: 'id' must be text, got an"),
        ("grandis-problem", "g" * 9999, f"(its format is '{'g' * 99}…'); give"),
        ("grandis-problem", "grandis-plan", "'grandis-problem' (its format is 'grand"),
        ('"format": "grandis-problem",', "", "(it names none); give another file"),
    ],
)
def test_it_names_what_does_not_fit(old: str, new: str, told: str) -> None:
    sentence = refusal(changed(old, new))

    assert sentence.startswith("p.json: ")
    assert told in sentence


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"horizon": 100', '"horizon": NaN', "line 5, column 14: invalid character"),
        ('"horizon": 100,', '"horizon": 100', "line 6, column 3: "),
        ("}\n", "},\n", "trailing"),
    ],
)
def test_it_says_where_json_is_broken(old: str, new: str, told: str) -> None:
    sentence = refusal(changed(old, new))

    assert told in sentence
    assert "this is not JSON" in sentence


def test_a_truncated_file_is_recognised() -> None:
    data = problem_to_json(SMALL)

    told = {refusal(data[:n]).split(", at")[0] for n in range(1, len(data) - 1)}

    assert told == {"p.json: the file ends too early"}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x00" * 10**6, "line 1, column 1: invalid character; this is not JSON"),
        (b"\x89PNG\r\n", "line 1, column 1 is not UTF-8; save the file as UTF-8"),
        ('{"a":\n "ž"}'.encode("cp1257"), "line 2, column 3 is not UTF-8"),
        (b"[" * 10**6, "must be an object with named fields, got a list"),
        (b'{"format":' * 10**5, "'format' must be text, got an object"),
        (b'{"x":' + b"[" * 10**6, "nested too deeply"),
        (b"null", "the file must be an object with named fields, got nothing"),
        (b'"grandis"', "the file must be an object with named fields, got text"),
        (b"{}", "this is not a file of the format 'grandis-problem'"),
    ],
)
def test_it_refuses_rubbish(data: bytes, told: str) -> None:
    assert told in refusal(data)


def test_deep_nesting_inside_a_problem_is_refused() -> None:
    deep = changed('"horizon": 100', '"horizon": ' + "[" * 10**6)

    assert "nested too deeply" in refusal(deep)


@given(st.binary(max_size=40))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    assert refusal(data).startswith("p.json: ")


@given(st.data())
def test_no_damaged_file_breaks_the_reader(data: st.DataObject) -> None:
    whole = bytearray(problem_to_json(SMALL))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(
            st.integers(0, 255)
        )

    outcome = read_or_refusal(bytes(whole))

    if isinstance(outcome, Problem):
        assert problem_from_json(problem_to_json(outcome)) == outcome
    else:
        assert outcome.startswith("p.json: ")


def test_a_contradiction_names_the_file_too(tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    file.write_bytes(changed('"resource":"R1"', '"resource":"R9"'))

    with pytest.raises(ProblemError) as caught:
        read_problem(file)

    assert str(caught.value) == (
        f"{file}: opportunity 'O-17', step 'tooling': resource 'R9' does not "
        "exist; add it or remove the option"
    )


def test_a_plan_is_no_problem(tmp_path: Path) -> None:
    write_plan(PLAN, tmp_path / "plan.json")

    with pytest.raises(FileError, match="its format is 'grandis-plan'"):
        read_problem(tmp_path / "plan.json")


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_bytes(b" \n")
    cases = {
        tmp_path / "none.json": "there is no such file; check its name",
        tmp_path / "empty.json" / "x": "there is no such file; check its name",
        tmp_path: "this is a folder; name a file in it",
        tmp_path / "empty.json": "the file is empty; give one with content",
        tmp_path / "a\0b": "this is no file name (embedded null byte); correct it",
        tmp_path / ("n" * 300): "the file cannot be read (File name too long)",
    }

    for path, told in cases.items():
        with pytest.raises(FileError) as caught:
            read_problem(path)
        assert str(caught.value).startswith(f"{path}: {told}")


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.json"
    with huge.open("wb") as file:
        file.truncate(storage.MOST_BYTES + 1)

    with pytest.raises(FileError, match="larger than 512 MB"):
        read_problem(huge)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read and write everything")
def test_files_of_others_are_named(tmp_path: Path) -> None:
    (tmp_path / "p.json").write_bytes(problem_to_json(SMALL))
    (tmp_path / "p.json").chmod(0)
    tmp_path.chmod(0o500)

    with pytest.raises(FileError, match="you may not read this file"):
        read_problem(tmp_path / "p.json")
    with pytest.raises(FileError, match="you may not write here"):
        write_problem(SMALL, tmp_path / "p.json")


def test_places_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    cases = {
        tmp_path / "none" / "p.json": "its folder does not exist; make it first",
        tmp_path / "file" / "p.json": "its folder does not exist; make it first",
        tmp_path: "this is not a file; give another name",
        tmp_path / "a\0b": "this is no file name (embedded null byte); correct it",
        tmp_path / ("n" * 300): "the file cannot be written (File name too long)",
    }

    for path, told in cases.items():
        with pytest.raises(FileError) as caught:
            write_problem(SMALL, path)
        assert str(caught.value).startswith(f"{path}: {told}")


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "p.json"
    write_problem(SMALL, file)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match="No space left on device"):
        write_problem(Problem(5, (), (), (), ()), file)

    assert read_problem(file) == SMALL
    assert os.listdir(tmp_path) == ["p.json"]


def test_writing_keeps_who_may_read(tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    write_problem(SMALL, file)
    file.chmod(0o640)

    write_problem(SMALL, file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o640


def test_writing_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "p.json")

    write_problem(SMALL, tmp_path / "link.json")

    assert (tmp_path / "link.json").is_symlink()
    assert read_problem(tmp_path / "p.json") == SMALL


def example_in_the_reference() -> bytes:
    blocks = (REFERENCE / "files.md").read_text().split("```json\n")
    return blocks[2].split("```")[0].encode()


def test_the_example_in_the_reference_is_a_problem() -> None:
    problem = problem_from_json(example_in_the_reference())

    assert [choice.id for choice in problem.opportunities[0].choices] == ["prototype"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b'"after": ["print", "mill"], "options"', b'"optoins"', "'optoins' (did you"),
        (b'"testers", "duration"', b'"tester", "duration"', "add it or remove the"),
    ],
)
def test_the_errors_in_the_reference_are_real(
    old: bytes, new: bytes, told: str
) -> None:
    outcome = read_or_refusal(example_in_the_reference().replace(old, new))

    assert isinstance(outcome, str)
    assert told in outcome
    assert (
        f"\n{outcome.replace('p.json', 'problem.json', 1)}\n"
        in (REFERENCE / "files.md").read_text()
    )
