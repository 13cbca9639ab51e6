"""The workshop in files, and a way to run `grandis` on them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.cli.workshop import PLAN, PROBLEM

from grandis.cli import main
from grandis.planning import write_plan, write_problem

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """`grandis` with these arguments, in this process."""

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(main, [str(each) for each in arguments])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    write_problem(PROBLEM, path)
    return path


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.json"
    write_plan(PLAN, path)
    return path
