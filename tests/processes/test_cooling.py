"""The cooling formulas against an independent finite-difference solution."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.processes import ValidityError
from grandis.processes.formulas.cooling import cooling_centre_line, cooling_mean

CELLS = 60
STEPS = 300


def slab(wall, diffusivity, melt, mould, until, seconds):
    """When the centre and the mean of a slab reach a temperature, in s.

    Crank-Nicolson on half the slab, begun with small implicit steps because
    the surface temperature jumps at the start.
    """
    half = wall / 2
    step = half / CELLS
    place = np.linspace(0, half, CELLS + 1)
    heat = np.full(CELLS + 1, float(melt))
    heat[-1] = mould
    time, centre, mean = 0.0, None, None
    inner = np.diag(np.full(CELLS + 1, -2.0))
    inner += np.diag(np.ones(CELLS), 1) + np.diag(np.ones(CELLS), -1)
    inner[0, 1] = 2.0
    inner[-1] = 0.0
    lapse = seconds / STEPS
    operator = diffusivity / step**2 * inner
    eye = np.eye(CELLS + 1)
    first = np.linalg.inv(eye - lapse / 4 * operator)
    later = np.linalg.inv(eye - lapse / 2 * operator) @ (eye + lapse / 2 * operator)
    for number in range(2 * STEPS):
        before = heat[0], np.trapezoid(heat, place) / half
        if number < 4:
            for _ in range(4):
                heat = first @ heat
        else:
            heat = later @ heat
        now = heat[0], np.trapezoid(heat, place) / half
        if mean is None and now[1] <= until:
            mean = time + lapse * (before[1] - until) / (before[1] - now[1])
        if now[0] <= until:
            centre = time + lapse * (before[0] - until) / (before[0] - now[0])
            break
        time += lapse
    return centre, mean


def random_slabs(count):
    random = np.random.default_rng(3)
    for _ in range(count):
        melt = random.uniform(180, 320)
        mould = random.uniform(20, 100)
        excess = random.uniform(0.05, 0.5)
        yield (
            random.uniform(0.5, 8),
            random.uniform(0.06, 0.18),
            melt,
            mould,
            mould + excess * (melt - mould),
        )


def test_both_formulas_equal_finite_differences_on_200_random_slabs():
    worst = 0.0
    for wall, diffusivity, melt, mould, eject in random_slabs(200):
        line = cooling_centre_line(wall, diffusivity, melt, mould, eject)
        mean = cooling_mean(wall, diffusivity, melt, mould, eject)
        exact = slab(wall, diffusivity, melt, mould, eject, line)
        worst = max(worst, abs(line / exact[0] - 1), abs(mean / exact[1] - 1))

    assert worst < 0.005


WALLS = st.floats(0.5, 10)


@given(st.tuples(WALLS, WALLS), st.floats(0.05, 0.2), st.floats(0.05, 0.65))
def test_more_wall_never_cools_faster(walls, diffusivity, excess):
    thin, thick = sorted(walls)
    eject = 40 + excess * 200

    assert cooling_centre_line(thick, diffusivity, 240, 40, eject) >= (
        cooling_centre_line(thin, diffusivity, 240, 40, eject)
    )


def test_it_refuses_to_extrapolate_to_hot_ejection():
    with pytest.raises(ValidityError, match=r"valid only if .* at most 0\.5"):
        cooling_mean(2, 0.1, 240, 40, 150)


def test_it_refuses_a_mould_hotter_than_ejection():
    with pytest.raises(ValidityError, match="mould < eject"):
        cooling_centre_line(2, 0.1, 240, 90, 80)
