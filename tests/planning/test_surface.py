"""What `grandis.planning` offers, and that asking for it is all it costs."""

import ast
import inspect
import subprocess
import sys

import pytest

import grandis.planning


def test_importing_the_package_loads_nothing_else() -> None:
    code = "import sys, grandis.planning; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout.split()

    assert [name for name in loaded if name.startswith("grandis")] == [
        "grandis",
        "grandis.planning",
    ]
    assert not {"msgspec", "numpy", "numba", "ortools"} & set(loaded)


def test_reading_a_problem_loads_no_solver() -> None:
    code = "import sys; from grandis.planning import read_any; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout.split()

    assert "msgspec" in loaded
    assert not {"numpy", "numba", "ortools"} & set(loaded)


@pytest.mark.parametrize("name", grandis.planning.__all__)
def test_every_name_is_there(name: str) -> None:
    found = getattr(grandis.planning, name)

    assert found.__name__ == name
    assert found.__module__.startswith("grandis.planning.")
    assert found.__doc__


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse(inspect.getsource(grandis.planning))
    seen = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level == 0
        for alias in node.names
        if (node.module or "").startswith("grandis.")
    }

    assert seen == set(grandis.planning.__all__)
    assert dir(grandis.planning) == sorted(seen)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'sovle'"):
        _ = grandis.planning.sovle
