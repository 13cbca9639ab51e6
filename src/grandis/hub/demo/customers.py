"""Customers abroad, and what their currencies are worth."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from grandis.hub.core.enums import Role
from grandis.hub.core.viewer import Viewer
from grandis.hub.demo.people import join
from grandis.hub.market.domain.rates import set_rate

#: Organisations with an account: name, owner, language and country.
CUSTOMERS = (
    ("Nordisk Emballage A/S", "Carl Emballage", "da", "DK"),
    ("Grünwald Automotive GmbH", "Heike Grünwald", "en", "DE"),
    ("Svenska Hem AB", "Astrid Lindqvist", "en", "SE"),
    ("Fjord Marine AS", "Magnus Fjord", "en", "NO"),
    ("Helvet Pharma AG", "Urs Keller", "en", "CH"),
    ("Agro-Polska Sp. z o.o.", "Marta Kowalska", "en", "PL"),
)
#: ASSUMPTION: units for one euro, near to what they have been for years.
PER_EURO = {"CHF": 0.94, "DKK": 7.46, "NOK": 11.6, "PLN": 4.26, "SEK": 11.2}
#: ASSUMPTION: how far a rate moves; the krone of Denmark is tied to the euro.
MOVES = {"DKK": 0.0005}
USUAL_MOVE = 0.02
SOURCE = "Invented for the demo"
#: Rates are set each quarter of a year, for two years.
QUARTER, QUARTERS = timedelta(days=91), 8


def bring_in(coordinator: Viewer) -> dict[str, Viewer]:
    """The customers that have an account: their owners, by the customer's name."""
    assert coordinator.cluster is not None
    return {
        name: join(
            coordinator.cluster,
            coordinator,
            Role.CUSTOMER,
            name,
            owner,
            language=language,
            country=country,
        )
        for name, owner, language, country in CUSTOMERS
    }


def set_rates(coordinator: Viewer, today: date, dice: Random) -> None:
    """Two years of invented exchange rates, the oldest first."""
    assert coordinator.cluster is not None
    for number in reversed(range(QUARTERS)):
        for currency, usual in PER_EURO.items():
            move = MOVES.get(currency, USUAL_MOVE)
            worth = usual * (1 + dice.uniform(-move, move))
            set_rate(
                coordinator.cluster,
                by=coordinator,
                currency=currency,
                day=today - number * QUARTER,
                per_euro=Decimal(f"{worth:.4f}"),
                source=SOURCE,
            )
