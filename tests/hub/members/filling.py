"""A directory with a row of every kind, so that there is data that could leak.

Kamštūna, a competitor's favourite, agreed to be shown in public and published
one of its two presses; Detalinga keeps to itself; the institute has offers;
Naujokas was invited and has not agreed.
"""

from dataclasses import dataclass
from datetime import date, time

from tests.cast import Cast

from grandis.hub.core.models import Versioned
from grandis.hub.members.domain import (
    calendars,
    certificates,
    figures,
    membership,
    profiles,
    resources,
)
from grandis.hub.members.enums import Activity, OfferKind, Process, ResourceKind, Stage
from grandis.hub.members.models import ResearchOffer

PRESS = {"clamp": 2000.0, "shot": 300.0, "tie_bar_long": 500.0, "tie_bar_short": 470.0}


@dataclass
class Filled:
    """The rows by a name each, for every organisation by its owner's."""

    ona: dict[str, Versioned]
    darius: dict[str, Versioned]
    milda: dict[str, Versioned]
    jonas: dict[str, Versioned]


def fill(cast: Cast) -> Filled:
    """Fill the directory through its verbs."""
    filled = Filled(
        ona=_company(cast, cast.ona, "Kaunas", shown=True),
        darius=_company(cast, cast.darius, "Panevėžys", shown=False),
        milda={"offer": _offer(cast)},
        jonas={},
    )
    organisation = cast.organisation(cast.jonas)
    rasa = cast.viewer(cast.rasa)
    filled.jonas["profile"] = profiles.edit_profile(
        organisation, by=rasa, summary="A newcomer makes lids.", shown_in_public=False
    )
    filled.jonas["product"] = profiles.add_product(
        organisation, by=rasa, name="Newcomer's lid"
    )
    return filled


def _company(cast: Cast, owner: object, town: str, *, shown: bool) -> dict:
    by, organisation = cast.viewer(owner), cast.organisation(owner)
    rows = {
        "profile": profiles.edit_profile(
            organisation,
            by=by,
            summary=f"Precision parts from {town}",
            languages=["lt", "en"],
            town=town,
            nuts="LT022",
            nace_codes=["C22.22"],
            founded_year=1998,
            shown_in_public=shown,
        ),
        "expertise": profiles.add_expertise(
            organisation, by=by, text="Tolerances below 0.02 mm", stage=Stage.TOOLING
        ),
        "product": profiles.add_product(
            organisation, by=by, name="Dosing cap", description="38 mm, two parts"
        ),
        "market": profiles.add_market(
            organisation, by=by, country="DK", sector="Dairies", since=2009
        ),
        "contact": profiles.add_contact(
            organisation, by=by, name=f"Seller of {town}", email="sales@example.org"
        ),
        "public contact": profiles.add_contact(
            organisation, by=by, name="Reception", is_public=True
        ),
        "certificate": certificates.add_certificate(
            organisation,
            by=by,
            standard="ISO 9001",
            scope="Moulding of caps",
            issuer="A certifier",
            issued_on=date(2024, 3, 1),
            expires_on=date(2099, 3, 1),
        ),
    }
    return rows | _works(cast, owner, town) | _records(cast, owner)


def _works(cast: Cast, owner: object, town: str) -> dict:
    by, organisation = cast.viewer(owner), cast.organisation(owner)
    site = resources.add_site(
        organisation, by=by, name="Main works", town=town, nuts="LT022"
    )
    press = resources.add_resource(
        site,
        by=by,
        name="Press 200 t",
        process=Process.INJECTION_MOULDING,
        limits=PRESS,
        materials=["pp-homo", "hdpe"],
        published=True,
    )
    hidden = resources.add_resource(
        site,
        by=by,
        name="Secret blower",
        kind=ResourceKind.LINE,
        process=Process.EXTRUSION_BLOW_MOULDING,
        limits={"container_least": 0.5, "container_most": 5.0},
    )
    return {
        "site": site,
        "resource": press,
        "hidden resource": hidden,
        "rate": resources.set_rate(press, by=by, hourly_cents=4200),
        "shift": calendars.add_shift(
            site, by=by, weekdays=[0, 1, 2, 3, 4], start=time(6), end=time(22)
        ),
        "closure": calendars.add_closure(
            press, by=by, first_day=date(2027, 7, 5), last_day=date(2027, 7, 18)
        ),
        "load": calendars.add_load(
            press,
            by=by,
            first_day=date(2027, 1, 4),
            last_day=date(2027, 1, 10),
            hours=60,
        ),
    }


def _records(cast: Cast, owner: object) -> dict:
    by, organisation = cast.viewer(owner), cast.organisation(owner)
    rasa = cast.viewer(cast.rasa)
    year = figures.add_figures(
        organisation, by=by, year=2025, headcount=180, turnover_cents=1_400_000_000
    )
    return {
        "figures": year,
        "linked": figures.add_linked_company(
            year,
            by=by,
            name="Holding",
            share_permille=600,
            headcount=5,
            turnover_cents=100_000_000,
        ),
        "size": figures.publish_size(organisation, by=by),
        "fee": membership.set_fee(
            organisation,
            by=rasa,
            year=2026,
            amount_cents=60_000,
            due_on=date(2026, 3, 31),
        ),
        "hours": membership.log_hours(
            organisation,
            by=by,
            day=date(2026, 5, 5),
            minutes=90,
            activity=Activity.TRAINING,
        ),
    }


def _offer(cast: Cast) -> ResearchOffer:
    return profiles.add_offer(
        cast.organisation(cast.milda),
        by=cast.viewer(cast.milda),
        kind=OfferKind.TEST,
        title="Melt flow index",
        method="ISO 1133",
        stage=Stage.PROTOTYPING,
        price_cents=9_000,
    )
