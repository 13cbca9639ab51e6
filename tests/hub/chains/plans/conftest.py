"""A cluster with work to plan."""

from types import SimpleNamespace

import pytest
from tests.hub.chains.plans.cluster import ask_for, equip

from grandis.hub.chains.domain import making, plans, runs
from grandis.hub.chains.models import Plan

#: Enough to find the best of so few, always the same.
STEPS = 64


@pytest.fixture
def shop(cast):
    """Two competing members with the same machines, and three opportunities."""
    rasa = cast.viewer(cast.rasa)
    return SimpleNamespace(
        cast=cast,
        rasa=rasa,
        ona=equip(cast.viewer(cast.ona), "Kaunas", 54.9, 23.9),
        darius=equip(cast.viewer(cast.darius), "Panevezys", 55.7, 24.4),
        asked=[ask_for(rasa, f"Cap {n} for Carl", weeks=12 + n) for n in range(3)],
    )


@pytest.fixture
def planned(shop):
    """A plan of all of it, made."""
    run = plans.ask_for_plan(
        shop.cast.cluster,
        by=shop.rasa,
        title="Spring",
        opportunities=[each.key for each in shop.asked],
        steps=STEPS,
    )
    shop.run, shop.plan = made(run)
    return shop


def made(run):
    """A run carried out here and now, without its thread, and its plan."""
    mine = runs.begin(run.key)
    making.make(mine, runs.Reporter(mine))
    run.refresh_from_db()
    return run, Plan.objects.get(run=run)
