"""The 40 opportunities: how each can be made, its price, dates and policy."""

from collections.abc import Iterable
from random import Random
from statistics import fmean

from grandis.planning.demo.draft import Draft
from grandis.planning.demo.families import FAMILIES
from grandis.planning.demo.hours import DAY, HORIZON
from grandis.planning.demo.network import Machine
from grandis.planning.demo.parts import Batches
from grandis.planning.demo.tables import Product, products
from grandis.planning.demo.workshop import Workshop
from grandis.planning.problem import CallOff, Opportunity, Policy, Step, Tool

#: ASSUMPTION: transport, for the cost of work and material.
TRANSPORT = 0.03
#: A delivery is due at the end of a working day: hours after midnight UTC.
DUE_HOUR = 14
#: Customers differ by so many days, and prices by so much, from seed to seed.
DATE_SPREAD = 2
PRICE_SPREAD = 0.02


def opportunities(
    machines: Iterable[Machine], random: Random
) -> tuple[tuple[Opportunity, ...], tuple[Tool, ...]]:
    """Every opportunity of the table, and the tools that they need."""
    workshop = Workshop(machines, random)
    found, tools = [], []
    for product in products():
        draft = Draft(product, workshop)
        batches = FAMILIES[product.family](draft)
        found.append(opportunity(draft, batches, random))
        tools += draft.tools
    return tuple(found), tuple(tools)


def opportunity(draft: Draft, batches: Batches, random: Random) -> Opportunity:
    """What a draft comes to, with price, dates and policy."""
    product = draft.product
    margin = product.margin + random.uniform(-PRICE_SPREAD, PRICE_SPREAD)
    price = round(_usual_cost(draft) * (1 + margin), -4)
    return Opportunity(
        id=product.id,
        steps=tuple(draft.steps),
        name=product.name,
        price=int(price),
        release=product.release * DAY,
        call_offs=tuple(_call_offs(product, price, batches, random)),
        choices=tuple(draft.choices),
        policy=_policy(product),
    )


def _usual_cost(draft: Draft) -> float:
    """Cents for the first branch of every choice, by an average machine."""
    chosen: set[str | None] = {None}
    for choice in draft.choices:
        if choice.within in chosen:
            chosen.add(choice.branches[0])
    work = sum(_mean_cost(step) for step in draft.steps if step.branch in chosen)
    return work * (1 + TRANSPORT)


def _mean_cost(step: Step) -> float:
    return fmean(option.cost for option in step.options)


def _call_offs(
    product: Product, price: float, batches: Batches, random: Random
) -> Iterable[CallOff]:
    """One for every batch, some weeks apart; each day late costs a part of it."""
    day = product.release + 7 * product.first_weeks
    day += random.randint(-DATE_SPREAD, DATE_SPREAD)
    late_cost = round(price / len(batches) * product.late_permille / 1000)
    for number, steps in enumerate(batches):
        due = round(day + 7 * product.every_weeks * number) * DAY + DUE_HOUR
        yield CallOff(
            id=f"delivery-{number + 1}",
            due=due,
            latest=min(due + product.grace_days * DAY, HORIZON),
            late_cost=late_cost,
            steps=tuple(steps),
        )


def _policy(product: Product) -> Policy:
    pairs = (pair.partition("+") for pair in product.apart.split())
    return Policy(
        largest_share=product.largest_share,
        apart=tuple((one, other) for one, _, other in pairs),
        required=tuple(product.required.split()),
        least_reliability=product.least_reliability,
    )
