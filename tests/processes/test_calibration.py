import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grandis.processes import MemberFacts
from grandis.processes.calibration import Observation, learn, lessons, taught

NOISE = 0.15


def bids(member, factor, count, seed, noise=NOISE):
    """Confirmed bids of a member whose true factor is given."""
    random = Random(seed)
    return [
        Observation(
            member,
            "injection_moulding",
            "cost",
            estimated := random.uniform(100, 10_000),
            estimated * factor * math.exp(random.gauss(0, noise)),
        )
        for _ in range(count)
    ]


def systematic_error(factor, learned):
    return abs(learned / factor - 1)


@pytest.mark.parametrize("factor", [0.6, 1.7])
@pytest.mark.parametrize("seed", range(20))
def test_ten_confirmed_bids_take_away_two_thirds_of_the_error(factor, seed):
    learned = learn(bids("A", factor, 10, seed)).expected

    assert systematic_error(factor, learned) <= systematic_error(factor, 1) / 3


def test_future_bids_are_estimated_three_times_better():
    before = after = 0.0
    for seed in range(50):
        for factor in (0.6, 1.7):
            learned = learn(bids("A", factor, 10, seed)).expected
            for bid in bids("A", factor, 20, seed + 1000, noise=0.05):
                before += abs(bid.estimated / bid.actual - 1)
                after += abs(bid.estimated * learned / bid.actual - 1)

    assert after <= before / 3


@pytest.mark.parametrize("factor", [0.6, 1.7])
def test_few_bids_move_the_factor_less_than_many(factor):
    exact = [bids("A", factor, count, 1, noise=0)[:count] for count in (1, 3, 30)]

    distances = [abs(math.log(learn(group).expected / factor)) for group in exact]

    assert distances == sorted(distances, reverse=True)
    assert distances[0] > 0.05 * abs(math.log(factor))
    assert distances[2] < 0.02


@given(st.floats(0.2, 5), st.integers(1, 40))
def test_the_factor_lies_between_one_and_what_was_seen(factor, count):
    seen = [Observation("A", "fdm", "time", 10, 10 * factor)] * count

    learned = learn(seen)

    low, high = sorted((1.0, factor))
    assert low - 1e-9 <= learned.expected <= high + 1e-9
    assert learned.low < learned.expected < learned.high
    assert learned.count == count


def test_more_bids_narrow_the_range():
    few, many = (learn(bids("A", 1.0, count, 5)) for count in (2, 20))

    assert many.high / many.low < few.high / few.low


def test_each_member_process_and_kind_learns_alone():
    seen = [
        *bids("A", 0.6, 10, 1),
        *bids("B", 1.7, 10, 2),
        Observation("A", "extrusion", "time", 10, 12),
    ]

    found = lessons(seen)

    assert [(each.member, each.factor.process) for each in found] == [
        ("A", "extrusion"),
        ("A", "injection_moulding"),
        ("B", "injection_moulding"),
    ]
    assert found[1].factor.expected < 1 < found[2].factor.expected


def test_a_lesson_shows_the_error_before_and_after():
    (lesson,) = lessons(bids("A", 0.6, 10, 3))

    assert lesson.error_before > 0.5
    assert lesson.error_after < 0.2


def test_one_bid_alone_is_predicted_without_itself():
    (lesson,) = lessons([Observation("A", "fdm", "cost", 100, 50)])

    assert lesson.error_after == lesson.error_before == 1.0


def test_a_member_takes_what_it_was_taught_and_keeps_the_rest():
    facts = MemberFacts("A")
    first = taught(facts, lessons(bids("A", 0.6, 10, 1)))
    both = taught(first, lessons([Observation("A", "fdm", "time", 1, 2)]))
    again = taught(both, lessons(bids("A", 1.7, 10, 1)))

    assert [factor.process for factor in again.factors] == ["injection_moulding", "fdm"]
    assert again.factors[0].expected > 1 > first.factors[0].expected
    assert taught(facts, lessons(bids("B", 0.6, 3, 1))) == facts


def test_mixed_observations_are_refused():
    mixed = [*bids("A", 1, 1, 1), *bids("B", 1, 1, 1)]

    with pytest.raises(ValueError, match="too many"):
        learn(mixed)
