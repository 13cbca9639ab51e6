"""Any part that can exist gets an answer, never an accident."""

import msgspec
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.processes.cluster import cluster

from grandis.errors import InputError
from grandis.planning.problem import Opportunity
from grandis.processes import (
    Part,
    PartError,
    opportunity_json,
    quotation_text,
    quote,
    read_part,
)
from grandis.processes.part import Secondary
from grandis.processes.screening import screen
from grandis.processes.tables import table

NETWORK = cluster()


@st.composite
def any_parts(draw):
    """Parts of every shape, material and size, from pins to tanks."""
    shape = draw(st.sampled_from(["open", "hollow", "constant_section"]))
    size = [10 ** draw(st.floats(0, 4)) for _ in range(3)]
    wall = min(size) * draw(st.floats(0.001, 1))
    filling = draw(st.floats(0.01, 1))
    volume = size[0] * size[1] * size[2] / 1000 * filling
    content = volume / filling / 1000 * draw(st.floats(0.1, 1))
    try:
        return Part(
            "any",
            draw(st.sampled_from(list(table("materials")))),
            shape,
            *size,
            max(wall, 1e-3),
            draw(st.integers(1, 10_000_000)),
            volume=volume,
            two_sided=draw(st.none() | st.booleans()),
            container=content if shape == "hollow" and draw(st.booleans()) else None,
            tolerance=draw(st.none() | st.floats(0.01, 5)),
            years=draw(st.integers(1, 10)),
            design=draw(st.sampled_from(["ready", "idea"])),
            surface=draw(st.sampled_from(["as_made", "textured", "glossy"])),
            clean_room=draw(st.none() | st.just("ISO 8")),
            target_price=draw(st.none() | st.floats(0.01, 100)),
            prototype=draw(st.booleans()),
            secondary=tuple(draw(st.sets(st.sampled_from(Secondary.__args__)))),
            tool=draw(st.none() | st.just("T-1")),
        )
    except PartError:
        assume(False)


@settings(max_examples=150)
@given(any_parts())
def test_any_part_is_quoted_and_screened(part):
    quotation = quote(part, NETWORK)
    answers = screen([part], NETWORK.machines, NETWORK.members)

    assert quotation_text(quotation)
    assert answers.shape == (1, len(NETWORK.machines))
    for route in quotation.routes:
        assert route.unit.low >= 0
    if quotation.graph.steps:
        msgspec.convert(
            opportunity_json(
                quotation.graph,
                id_="O",
                name=part.name,
                price=1,
                call_off={"id": "lot", "due": 1},
            ),
            Opportunity,
        )


FIELDS = st.sampled_from(Part.__struct_fields__)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.lists(st.text(max_size=3), max_size=2),
    st.sampled_from(["3 mm", "3 kg", "abs", "open", "hollow", "1e400 g", "2027-01-01"]),
)


@settings(max_examples=300)
@given(st.dictionaries(FIELDS, VALUES), st.booleans())
def test_any_input_is_read_or_refused_in_one_sentence(data, complete):
    base = {
        "name": "x",
        "material": "abs",
        "shape": "open",
        "length": 100,
        "width": 100,
        "height": 50,
        "wall": 2,
        "mass": 60,
        "yearly_volume": 1000,
    }

    message = refusal(base | data if complete else data)

    assert message is None or message.startswith("part: ")
    assert message is None or "\n" not in message


def refusal(data):
    """What the reader says against the data; None if it takes them."""
    try:
        read_part(data)
    except InputError as error:
        return str(error)
    return None
