"""Who gets what of a joint gain: exact, fast and explained."""

from grandis.sharing.certificate import (
    Certificate,
    certify_core,
    certify_nucleolus,
)
from grandis.sharing.coalitions import (
    require_monotone,
    require_superadditive,
)
from grandis.sharing.core import (
    Dissatisfaction,
    core_excess,
    core_witness,
    excesses,
    largest_dissatisfaction,
)
from grandis.sharing.divisions import equal, proportional, talmud
from grandis.sharing.errors import GameError
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
from grandis.sharing.shapley import shapley, shapley_range, weighted_shapley
from grandis.sharing.tau import gately, tau_value

__all__ = [
    "Certificate",
    "Dissatisfaction",
    "GameError",
    "LeastCore",
    "certify_core",
    "certify_nucleolus",
    "core_excess",
    "core_selecting",
    "core_witness",
    "equal",
    "excesses",
    "gately",
    "largest_dissatisfaction",
    "least_core",
    "modiclus",
    "nucleolus",
    "per_capita_nucleolus",
    "prenucleolus",
    "proportional",
    "proportional_nucleolus",
    "require_monotone",
    "require_superadditive",
    "shapley",
    "shapley_range",
    "talmud",
    "tau_value",
    "vcg",
    "weighted_shapley",
]
