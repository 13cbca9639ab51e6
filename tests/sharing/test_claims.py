from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.sharing.opportunities import holds, random_opportunity
from tests.sharing.test_chain import MOULD

from grandis.sharing import (
    Game,
    award,
    game_from_bids,
    largest_claim,
    shapley,
    table_game,
    vcg,
)
from grandis.sharing.coalitions import Floats


def by_trying_all(game: Game, shares: Floats) -> float | None:
    """The largest excess of the members of any chain in which a loser works."""
    opportunity = game.opportunity
    assert opportunity is not None
    share = dict(zip(game.players, shares.tolist(), strict=True))
    claims = []
    for count in range(1, len(opportunity.steps) + 1):
        for chosen in combinations(opportunity.bids, count):
            who = {bid.member for bid in chosen}
            if holds(opportunity, chosen) and who - share.keys():
                gets = sum(share.get(name, 0) for name in who)
                cost = sum(bid.price for bid in chosen)
                claims.append(opportunity.price - cost - gets)
    return max(claims, default=None)


@given(st.integers(0, 10**6), st.sampled_from([shapley, vcg]))
def test_the_largest_claim_is_found_among_all_chains(seed: int, rule) -> None:  # type: ignore[no-untyped-def]
    opportunity = random_opportunity(seed)
    assume(award(opportunity).winners)
    game = game_from_bids(opportunity)
    shares = rule(game.values)
    found = largest_claim(game, shares)
    known = by_trying_all(game, shares)
    assert (found and found.excess) == (known and pytest.approx(known))


def test_it_says_whose_claim_it_is() -> None:
    game = game_from_bids(MOULD)
    found = largest_claim(game, shapley(game.values))
    assert found == (2.5, ("Beta", "Gamma"))


def test_a_game_without_bids_has_no_losers() -> None:
    assert largest_claim(table_game([0, 1]), shapley([0, 1])) is None
