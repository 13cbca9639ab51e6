"""One condition implies another only if it really does."""

from itertools import product

import pytest
from django.db.models import Q
from hypothesis import given
from hypothesis import strategies as st

from grandis.hub.core.implication import implies

A, B, C = Q(a=True), Q(b=True), Q(c=True)
conditions = st.recursive(
    st.sampled_from([A, B, C]),
    lambda inner: st.one_of(
        st.builds(lambda one, other: one & other, inner, inner),
        st.builds(lambda one, other: one | other, inner, inner),
        inner.map(lambda one: ~one),
    ),
    max_leaves=8,
)


def holds(condition, row):
    """Whether a row, given by its true fields, meets a condition."""
    if isinstance(condition, tuple):
        return condition[0] in row
    met = [holds(part, row) for part in condition.children]
    answer = all(met) if condition.connector == Q.AND else any(met)
    return answer != condition.negated


ROWS = [
    {name for name, true in zip("abc", truth, strict=True) if true}
    for truth in product((False, True), repeat=3)
]


@given(conditions, conditions)
def test_whoever_is_implied_holds_for_every_row_of_the_other(narrow, wide):
    if implies(narrow, wide):
        assert all(holds(wide, row) for row in ROWS if holds(narrow, row))


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (A, A),
        (A & B, A),
        (A & B & C, C & A),
        (A, A | B),
        (A | B, C | B | A),
        (A & (B | C), B | C),
        ((A & B) | (A & C), A),
        (~A & B, ~A),
    ],
)
def test_it_sees_what_the_text_tells(narrow, wide):
    assert implies(narrow, wide)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [(A, B), (A, A & B), (A | B, A), (~A, A), (Q(), A), (~(A & B), ~A)],
)
def test_it_says_no_where_rows_would_be_lost(narrow, wide):
    assert not implies(narrow, wide)
