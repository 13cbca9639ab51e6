"""What the demo's members tell of themselves."""

from datetime import date, timedelta
from random import Random

from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.demo.tables import lines, lines_of
from grandis.hub.members.domain import certificates, figures, profiles
from grandis.hub.members.enums import Level, OfferKind, Stage
from grandis.planning.demo.tables import Company

#: Counties of the demo's towns: NUTS 2021, level 3 (Regulation (EU) 2019/1755).
COUNTIES = {
    "Alytus": "LT021",
    "Biržai": "LT025",
    "Elektrėnai": "LT011",
    "Gargždai": "LT023",
    "Jonava": "LT022",
    "Kaunas": "LT022",
    "Kėdainiai": "LT022",
    "Marijampolė": "LT024",
    "Panevėžys": "LT025",
    "Radviliškis": "LT026",
    "Šiauliai": "LT026",
    "Telšiai": "LT028",
    "Ukmergė": "LT011",
    "Utena": "LT029",
    "Vilnius": "LT011",
}


#: ASSUMPTION: the part of certificates that end within weeks.
EXPIRING = 0.2


def tell(owner: Viewer, company: Company, town: str, today: date, dice: Random) -> None:
    """Fill in a member's profile and everything that the directory shows."""
    organisation = owner.organisation
    assert organisation is not None
    (line,) = lines_of("profiles", company.code)
    profiles.edit_profile(
        organisation,
        by=owner,
        summary=line["summary"],
        languages=line["languages"].split(),
        nace_codes=line["nace"].split(),
        founded_year=int(line["founded"]),
        town=town,
        nuts=COUNTIES[town],
        shown_in_public=line["public"] == "yes",
    )
    _tell_what_it_can(owner, organisation, company.code)
    _state_certificates(owner, organisation, company, today, dice)
    if company.turnover_meur:
        _keep_figures(owner, organisation, company, today.year - 1)


def _tell_what_it_can(owner: Viewer, organisation: Organisation, code: str) -> None:
    for line in lines_of("expertise", code):
        profiles.add_expertise(
            organisation,
            by=owner,
            text=line["text"],
            stage=Stage(line["stage"]),
            level=Level(line["level"]),
        )
    for line in lines_of("products", code):
        profiles.add_product(
            organisation, by=owner, name=line["name"], description=line["description"]
        )
    for line in lines_of("markets", code):
        profiles.add_market(
            organisation,
            by=owner,
            country=line["country"],
            sector=line["sector"],
            since=int(line["since"]),
        )
    for line in lines_of("offers", code):
        profiles.add_offer(
            organisation,
            by=owner,
            kind=OfferKind(line["kind"]),
            title=line["title"],
            method=line["method"],
            stage=line["stage"],
            duration_hours=int(line["hours"]),
            price_cents=int(line["cents"]) if line["cents"] else None,
        )
    assert owner.person is not None
    profiles.add_contact(
        organisation,
        by=owner,
        name=owner.person.name,
        email=owner.person.email,
        languages=["lt", "en"],
        is_public=code in "AN",
    )


def _state_certificates(
    owner: Viewer,
    organisation: Organisation,
    company: Company,
    today: date,
    dice: Random,
) -> None:
    """Dated statements; here and there one that ends within weeks."""
    held = company.certifications.replace("/", " / ").replace(
        "EU 10 / 2011", "EU 10/2011"
    )
    for line in lines("certificates"):
        if line["name"] not in held:
            continue
        years = int(line["years"])
        lasts = 365 * max(years, 1)
        ends_soon = dice.random() < EXPIRING
        age = lasts - 60 if ends_soon else dice.randrange(30, lasts - 120)
        issued = today - timedelta(days=age)
        certificates.add_certificate(
            organisation,
            by=owner,
            standard=line["standard"],
            issuer=line["issuer"],
            scope=line["scope"],
            issued_on=issued,
            expires_on=issued + timedelta(days=365 * years) if years else None,
        )


def _keep_figures(
    owner: Viewer, organisation: Organisation, company: Company, year: int
) -> None:
    figures.add_figures(
        organisation,
        by=owner,
        year=year,
        headcount=company.employees,
        turnover_cents=round(company.turnover_meur * 100_000_000),
        balance_cents=round(company.turnover_meur * 60_000_000),
        export_permille=round(company.export_share * 1000),
    )
    figures.publish_size(organisation, by=owner)
