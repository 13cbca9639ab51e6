"""Every answer of the library can be said in the reader's language."""

from string import Formatter

import pytest
from django.utils.translation import override

from grandis.hub.chains.telling.amounts import about_text, amount_text, number_text
from grandis.hub.chains.telling.reasons import SENTENCES, sentence
from grandis.hub.chains.telling.words import (
    DECIDES,
    FIELDS,
    step_name,
    tool_name,
    way_name,
)
from grandis.processes import part
from grandis.processes.reasons import SENTENCES as ENGLISH

#: A value of the kind that a reason has under each name.
VALUES = {
    "process": "injection_moulding",
    "other": "thermoforming",
    "makes": "open",
    "shape": "hollow",
    "material": "pp-homo",
    "surface": "glossy",
    "certificate": "ISO 9001",
    "need": "ISO 7",
    "have": "none",
    "quantity": "clamp",
    "unit": "kN",
    "step": "make steel mould",
    "why": "a reason",
    "name": "a figure",
    "origin": "a table",
}
NUMBERS = {"need": 516.0, "low": 300.0, "high": 950.4}


def values_of(code):
    """Values for all that the library's sentence of a code names."""
    names = {name for _, name, _, _ in Formatter().parse(ENGLISH[code]) if name}
    if "low" in names:
        return {name: VALUES.get(name, 12.5) for name in names} | NUMBERS
    return {name: VALUES.get(name, 12.5) for name in names}


def test_every_reason_of_the_library_has_its_sentence():
    assert SENTENCES.keys() == ENGLISH.keys()


@pytest.mark.parametrize("code", sorted(ENGLISH))
def test_a_reason_is_a_whole_sentence(code):
    said = sentence({"code": code, "values": values_of(code)})

    assert said[0].isupper() or not said[0].isalpha()
    assert said.endswith(".")
    assert "%(" not in said


def test_numbers_are_rounded_as_the_library_does_and_written_as_people_do():
    reason = {"code": "clamp", "values": values_of("clamp") | {"limit": 8_000.0}}

    with override("lt"):
        said = sentence(reason)

    assert "516" in said
    assert "8\u00a0000" in said


def test_pieces_are_counted_in_the_readers_language():
    reason = {"code": "few", "values": values_of("few") | {"unit": "pieces"}}

    with override("lt"):
        said = sentence(reason)

    assert "vienetai" in said
    assert "pieces" not in said


def test_a_limit_that_is_not_told_is_not_missed():
    values = values_of("clamp")
    del values["limit"], values["by"]

    assert sentence({"code": "clamp", "values": values}) == (
        "Clamping force: 516 (300 to 950) kN do not suit its machine."
    )


def test_every_field_that_may_be_left_out_has_its_words():
    assert FIELDS.keys() == DECIDES.keys() == part.DECIDES.keys()


def test_steps_tools_and_ways_have_names():
    assert step_name("make steel mould") == "Tool: steel mould"
    assert step_name("make by powder printing (SLS, MJF)") == (
        "Powder printing (SLS, MJF)"
    )
    assert step_name("packing") == "Packing"
    assert tool_name("T-17 of the customer") == "T-17 of the customer"
    assert way_name(["injection_moulding", "steel mould"], ["injection_moulding"]) == (
        "Injection moulding, steel mould"
    )


def test_money_has_no_more_digits_than_it_knows():
    assert amount_text(123_456) == "1\u00a0234.56"
    assert about_text(123_456) == "1\u00a0200"
    assert about_text(17) == "0.17"
    assert number_text(0.57735) == "0.577"
