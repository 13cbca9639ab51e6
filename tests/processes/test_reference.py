from pathlib import Path

import msgspec
import pytest

from grandis.processes.formulas import FORMULAS, Formula, Symbol
from grandis.processes.needs import CRITERIA
from grandis.processes.reasons import SENTENCES, WORDS, because
from grandis.processes.reference import incomplete, page

PAGE = Path(__file__).parents[2] / "docs/reference/processes.md"


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=lambda formula: formula.id)
def test_every_formula_has_symbols_units_source_and_validity(formula):
    assert incomplete(formula) == []


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=lambda formula: formula.id)
def test_every_formula_is_on_the_page(formula):
    text = PAGE.read_text(encoding="utf-8")

    assert f"### {formula.id}\n" in text
    assert formula.equation in text


def test_the_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == page()


def broken(**change):
    symbols = {"x": Symbol("a length", "mm", 0, 10)}
    entry = {
        "equation": "y = 2 * x",
        "unit": "mm",
        "source": "geometry",
        "status": "derived",
        "condition": None,
        "symbols": symbols,
    }

    def twice(x):
        """Twice a length."""
        return 2 * x

    return Formula(twice, **(entry | change))


SYMBOL = Symbol("a length", "mm", 0, 10)


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        ({}, []),
        ({"equation": ""}, ["equation", "x in the equation"]),
        ({"unit": ""}, ["unit"]),
        ({"source": " "}, ["source"]),
        ({"symbols": {}}, ["symbol x"]),
        ({"equation": "y = 2 * z"}, ["x in the equation"]),
        (
            {"symbols": {"x": msgspec.structs.replace(SYMBOL, unit="")}},
            ["unit of x"],
        ),
        (
            {"symbols": {"x": msgspec.structs.replace(SYMBOL, meaning="")}},
            ["meaning of x"],
        ),
        (
            {"symbols": {"x": msgspec.structs.replace(SYMBOL, high=float("inf"))}},
            ["validity range of x"],
        ),
    ],
)
def test_a_formula_with_a_hole_is_found_out(change, lacks):
    assert incomplete(broken(**change)) == lacks


def test_every_reason_of_the_library_can_be_said():
    for code, sentence in SENTENCES.items():
        names = {part.split(":")[0].split("}")[0] for part in sentence.split("{")[1:]}
        values = dict.fromkeys(names, 1.0)
        assert because(code, **values).sentence


def test_a_reason_holds_ids_and_says_words():
    reason = because("process_other", other="fdm", process="extrusion")

    assert reason.values == {"other": "fdm", "process": "extrusion"}
    assert reason.sentence == "does filament printing (FDM), the part needs extrusion"


def test_every_limit_of_a_machine_has_a_word():
    for criteria in CRITERIA.values():
        for criterion in criteria:
            assert criterion.limit in WORDS["quantity"]
