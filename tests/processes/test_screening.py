import msgspec
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.processes.cluster import cluster

from grandis.processes import Limits, Machine, fit, need
from grandis.processes.archetypes import CASES
from grandis.processes.fit import ORDER
from grandis.processes.limits import findings
from grandis.processes.names import PRODUCTION
from grandis.processes.screening import FITS, NO, screen

NETWORK = cluster()


def one_by_one(parts, network):
    """The same matrix from `findings` and `fit`, pair by pair."""
    answers = np.full((len(parts), len(network.machines)), NO)
    for row, part in enumerate(parts):
        for column, machine in enumerate(network.machines):
            process = machine.process
            if process not in PRODUCTION:
                continue
            if any(found.level == "no" for found in findings(part, process)):
                continue
            facts = network.facts(machine.member)
            answer = fit(need(part, process), machine, facts).answer
            answers[row, column] = ORDER.index(answer)
    return answers


def test_it_says_of_every_pair_what_fit_says():
    parts = [case.made for case in CASES]

    screened = screen(parts, NETWORK.machines, NETWORK.members)

    assert (screened == one_by_one(parts, NETWORK)).all()
    assert set(np.unique(screened)) == {0, 1, 2}


@settings(max_examples=30)
@given(
    st.sampled_from(CASES),
    st.floats(0.3, 3),
    st.sampled_from(
        ["clamp", "shot", "opening", "mould_high", "output", "depth", "build_long"]
    ),
)
def test_it_agrees_with_fit_near_every_limit(case, scale, limit):
    machines = tuple(
        msgspec.structs.replace(machine, limits=_scaled(machine.limits, limit, scale))
        for machine in NETWORK.machines
    )
    network = msgspec.structs.replace(NETWORK, machines=machines)

    screened = screen([case.made], network.machines, network.members)

    assert (screened == one_by_one([case.made], network)).all()


def test_limits_that_were_not_entered_make_it_borderline():
    blank = Machine("B", "A", "A1", "injection_moulding", limits=Limits())
    parts = [case.made for case in CASES if case.part.name == "crate"]

    assert screen(parts, [blank]).tolist() == [[1], [1]]


def test_hand_work_is_not_screened():
    assert screen([CASES[0].made], [Machine("T", "A", "A1", "assembly")]).sum() == 0


def test_no_parts_give_an_empty_matrix():
    assert screen([], NETWORK.machines).shape == (0, len(NETWORK.machines))
    assert FITS > NO


def _scaled(limits, name, scale):
    value = getattr(limits, name)
    return (
        limits
        if value is None
        else msgspec.structs.replace(limits, **{name: value * scale})
    )
