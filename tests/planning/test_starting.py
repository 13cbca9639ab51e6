"""Line-ups to start from: even loads, and what can start first comes first."""

from random import Random

import numpy as np
from hypothesis import HealthCheck, given, settings
from tests.planning.test_shop import assert_is_right, shops

from grandis.planning.problem import (
    Member,
    Opportunity,
    Option,
    Problem,
    Resource,
    Site,
    Step,
)
from grandis.planning.search.compiling import Compiled
from grandis.planning.search.shop.arrays import Shop, new_lineup, shop_of
from grandis.planning.search.shop.starting import (
    balanced,
    dispatch,
    work_done_and_left,
)


def shop(*jobs: tuple[dict[str, int], ...]) -> Shop:
    """Jobs as ticks by machine, step after step."""
    machines = sorted({machine for job in jobs for step in job for machine in step})
    return shop_of(
        Compiled(
            Problem(
                horizon=100_000,
                objective="makespan",
                members=(Member("shop"),),
                sites=(Site("hall", "shop"),),
                resources=tuple(Resource(machine, "hall") for machine in machines),
                opportunities=tuple(
                    Opportunity(
                        f"J{j}",
                        tuple(
                            Step(
                                f"S{s}",
                                tuple(Option(m, ticks) for m, ticks in step.items()),
                                after=(f"S{s - 1}",) if s else (),
                            )
                            for s, step in enumerate(job)
                        ),
                    )
                    for j, job in enumerate(jobs)
                ),
            )
        )
    )


def loads(problem: Shop, places: np.ndarray) -> list[int]:
    lanes = problem.place_lane[places]
    return np.bincount(lanes, problem.place_duration[places]).astype(int).tolist()


def lot() -> np.ndarray:
    return np.array([12345], np.uint64)


def test_loads_are_evened_out_where_one_machine_is_the_fastest_for_all() -> None:
    works = shop(*[({"A": 10, "B": 11},)] * 4)

    assert loads(works, balanced(works, np.arange(4))) == [20, 22]


def test_no_machine_has_much_more_to_do_than_the_others() -> None:
    random = Random(1)
    machines = [f"M{m}" for m in range(20)]
    works = shop(
        *(
            ({m: random.randint(1, 100) for m in random.sample(machines, 6)},)
            for _ in range(400)
        )
    )

    load = loads(works, balanced(works, np.random.default_rng(0).permutation(400)))

    assert max(load) < 1.1 * sum(load) / len(load)


def test_places_are_those_of_the_steps() -> None:
    works = shop(({"A": 3}, {"B": 4}), ({"A": 1, "B": 1}, {"B": 2}))

    places = balanced(works, np.arange(4))

    assert all(works.place_ptr[:-1] <= places)
    assert all(places < works.place_ptr[1:])


def test_what_can_start_first_comes_first() -> None:
    works = shop(({"A": 5}, {"C": 9}), ({"B": 2}, {"C": 1}))
    s = new_lineup(works)

    dispatch(works, s, np.arange(4), lot())

    assert s.head.tolist() == [0, 5, 0, 2]


def test_of_two_that_can_start_the_one_with_more_work_left_does() -> None:
    works = shop(({"A": 5}, {"B": 1}), ({"A": 5}, {"C": 50}))
    s = new_lineup(works)

    dispatch(works, s, np.arange(4), lot())

    assert s.head.tolist() == [5, 10, 0, 5]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(shops(with_tools=False))
def test_a_dispatched_line_up_is_right(problem: Problem) -> None:
    works = shop_of(Compiled(problem))
    s = new_lineup(works)

    dispatch(works, s, balanced(works, np.arange(len(works.release))), lot())

    assert_is_right(works, s)


def test_work_done_and_left_follow_the_longest_way() -> None:
    works = shop(({"A": 2, "B": 4}, {"A": 5}, {"B": 1}))

    done, left = work_done_and_left(works)

    assert done.tolist() == [0, 3, 8]
    assert left.tolist() == [9, 6, 1]
