"""Who gets what of a joint gain: exact, fast and explained."""

from grandis.sharing.certificate import Certificate, certify_core, certify_nucleolus
from grandis.sharing.chain import (
    Award,
    Bid,
    ChainGame,
    Opportunity,
    award,
    chain_game,
    coalition_values,
)
from grandis.sharing.claims import Claim, largest_claim
from grandis.sharing.coalitions import require_monotone, require_superadditive
from grandis.sharing.core import (
    Dissatisfaction,
    core_excess,
    core_witness,
    excesses,
    largest_dissatisfaction,
)
from grandis.sharing.divisions import equal, in_whole_units, proportional, talmud
from grandis.sharing.errors import GameError
from grandis.sharing.explaining import Reason, explain
from grandis.sharing.files import read_game
from grandis.sharing.game import (
    Game,
    airport_game,
    bankruptcy_game,
    game_from_bids,
    glove_game,
    table_game,
    voting_game,
)
from grandis.sharing.nucleolus import (
    LeastCore,
    least_core,
    modiclus,
    nucleolus,
    per_capita_nucleolus,
    prenucleolus,
    proportional_nucleolus,
)
from grandis.sharing.payments import core_selecting, vcg
from grandis.sharing.portfolio import Bounds, coalition_bounds
from grandis.sharing.rules import RULES, Split, split
from grandis.sharing.sampling import Sample, sample_shapley
from grandis.sharing.shapley import (
    Contributions,
    contributions,
    shapley,
    shapley_range,
    weighted_shapley,
)
from grandis.sharing.strategy import Temptation, advice, strategy_check
from grandis.sharing.tau import gately, tau_value
from grandis.sharing.waterfall import waterfall

__all__ = [
    "RULES",
    "Award",
    "Bid",
    "Bounds",
    "Certificate",
    "ChainGame",
    "Claim",
    "Contributions",
    "Dissatisfaction",
    "Game",
    "GameError",
    "LeastCore",
    "Opportunity",
    "Reason",
    "Sample",
    "Split",
    "Temptation",
    "advice",
    "airport_game",
    "award",
    "bankruptcy_game",
    "certify_core",
    "certify_nucleolus",
    "chain_game",
    "coalition_bounds",
    "coalition_values",
    "contributions",
    "core_excess",
    "core_selecting",
    "core_witness",
    "equal",
    "excesses",
    "explain",
    "game_from_bids",
    "gately",
    "glove_game",
    "in_whole_units",
    "largest_claim",
    "largest_dissatisfaction",
    "least_core",
    "modiclus",
    "nucleolus",
    "per_capita_nucleolus",
    "prenucleolus",
    "proportional",
    "proportional_nucleolus",
    "read_game",
    "require_monotone",
    "require_superadditive",
    "sample_shapley",
    "shapley",
    "shapley_range",
    "split",
    "strategy_check",
    "table_game",
    "talmud",
    "tau_value",
    "vcg",
    "voting_game",
    "waterfall",
    "weighted_shapley",
]
