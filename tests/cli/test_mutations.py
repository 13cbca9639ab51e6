"""Whatever stands in a file, no command ends with a traceback."""

import json
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cli.workshop import PLAN, PROBLEM
from tests.planning.strategies import problems

from grandis.cli import main
from grandis.planning.files import plan_to_json, problem_to_json

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 3),
    st.sampled_from((10**7, 10**11, 2**63, -(2**64), 10**30, 0.5, 1e300)),
    st.sampled_from(("", "m0", "a\x00b", "x" * 200, "2026-02-30T00:00:00Z")),
    st.sampled_from(([], {}, [[]], [0], [[1, 0]], [None], {"id": "m0"})),
)


def places(value):
    """Every container in a JSON value, with each of its keys."""
    inside = value if isinstance(value, dict) else dict(enumerate(value))
    for key, each in inside.items():
        yield value, key
        if isinstance(each, dict | list):
            yield from places(each)


def changed(data, content):
    """The content after one to three changes: a value replaced or left out."""
    value = json.loads(content)
    for _ in range(data.draw(st.integers(1, 3))):
        found = list(places(value))
        holder, key = found[data.draw(st.integers(0, len(found) - 1))]
        if data.draw(st.booleans()):
            holder[key] = deepcopy(data.draw(VALUES))
        else:
            del holder[key]
        if not value:
            break
    return json.dumps(value)


@settings(max_examples=60, deadline=None)
@given(problems(), st.data())
def test_a_changed_problem_is_planned_or_refused(problem, data):
    content = changed(data, problem_to_json(problem))

    with TemporaryDirectory() as folder:
        path = Path(folder, "problem.json")
        path.write_text(content)
        result = CliRunner().invoke(main, ["plan", str(path), "--steps", "1"])

    assert_in_order(result)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_changed_plan_is_checked_or_refused(data):
    content = changed(data, plan_to_json(PLAN))

    with TemporaryDirectory() as folder:
        problem, plan = Path(folder, "problem.json"), Path(folder, "plan.json")
        problem.write_bytes(problem_to_json(PROBLEM))
        plan.write_text(content)
        result = CliRunner().invoke(main, ["check", str(problem), str(plan)])

    assert_in_order(result)


def assert_in_order(result):
    """It answered, or said in one sentence why not."""
    assert result.exception is None or isinstance(result.exception, SystemExit)
    if result.exit_code == 2:
        assert result.stdout == ""
        assert result.stderr.startswith("grandis: ")
        assert len(result.stderr.splitlines()) == 1
