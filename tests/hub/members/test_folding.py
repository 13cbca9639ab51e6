"""Letters are folded alike for what is kept and for what is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.hub.members.find.folding import LONGEST, fold, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Žalgiris", "zalgiris"),
        ("ĄČĘĖĮŠŲŪŽ ąčęėįšųūž", "aceeisuuz aceeisuuz"),
        ("Æble, Ørsted, Århus", "aeble, orsted, arhus"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("ﬁlm, m², 5 µm", "film, m2, 5 μm"),
        ("z\N{COMBINING CARON}", "z"),
    ],
)
def test_it_folds(text, folded):
    assert fold(text) == folded


def test_words_are_letters_and_digits_each_once():
    assert words_of("ISO 9001:2015, iso-9001", "C22.22 under_score") == (
        ["iso", "9001", "2015", "c22", "22", "under", "score"]
    )


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_are_the_words_of_themselves(text):
    words = words_of(text)
    assert words_of(" ".join(words)) == words
    assert all(1 <= len(word) <= LONGEST for word in words)


@given(st.text())
def test_case_and_composition_do_not_matter(text):
    from unicodedata import normalize

    assert words_of(normalize("NFD", text)) == words_of(normalize("NFC", text))
