"""One request for every operation, with who may make it and who sees its object.

All are about rows of Kamštūna (its owner is the *member*), offers about the
institute's. The tables of who sees what are those of the directory's own tests.
"""

from typing import Any

from tests.cast import Cast
from tests.hub.api.case import COORDINATOR, OWNER, SIGNED_IN, Case, Step
from tests.hub.api.dealt import Dealt
from tests.hub.api.trading_cases import trading_cases
from tests.hub.members.filling import Filled
from tests.hub.members.test_seeing import (
    INSIDE,
    MEMBERS,
    OWN,
    SEES_SHOWN,
)

from grandis.hub.core.domain import people
from grandis.hub.core.models import Invitation, JournalEntry
from grandis.hub.members.domain import resources

#: Kamštūna's page is public, and so the organisation is.
SEES_ONA = SIGNED_IN


def cases_of(cast: Cast, filled: Filled, dealt: Dealt) -> dict[str, Case]:
    """The cases by operation id."""
    return (
        _of_cluster(cast)
        | _of_organisations(cast)
        | _of_people(cast)
        | _of_collections(cast, filled)
        | _of_singles(cast, filled)
        | trading_cases(cast, dealt)
        | _of_journal()
    )


def _of_cluster(cast: Cast) -> dict[str, Case]:
    version = cast.cluster.version
    return {
        "read_cluster": Case("GET", ""),
        "edit_cluster": Case(
            "PATCH", "", COORDINATOR, body={"about": "New."}, version=version
        ),
        "read_myself": Case("GET", "me"),
        "edit_myself": Case("PATCH", "me", body={"phone": "+370 1"}),
        "find_members": Case("GET", "find?text=cap"),
        "read_coverage": Case("GET", "coverage"),
    }


def _of_organisations(cast: Cast) -> dict[str, Case]:
    one = f"organisations/{cast.organisation(cast.ona).key}"
    version = cast.organisation(cast.ona).version
    both = OWNER | COORDINATOR
    new = {"name": "UAB Nauja", "country": "LT", "role": "member"}
    new["owner"] = {"email": "n@example.org"}
    return {
        "list_organisations": Case("GET", "organisations"),
        "invite_organisation": Case("POST", "organisations", COORDINATOR, body=new),
        "read_organisation": Case("GET", one, SEES_ONA, SEES_ONA),
        "edit_organisation": Case(
            "PATCH", one, both, SEES_ONA, {"website": "https://k.lt"}, version
        ),
        "agree": Step("POST", f"{one}/agree", OWNER, SEES_ONA),
        "confirm": Step("POST", f"{one}/confirm", COORDINATOR, SEES_ONA),
        "leave": Step("POST", f"{one}/leave", both, SEES_ONA, {"reason": "Sold."}),
    }


def _of_people(cast: Cast) -> dict[str, Case]:
    organisation = cast.organisation(cast.ona)
    people.invite_person(organisation, by=cast.viewer(cast.ona), email="l@example.org")
    petras = f"appointments/{cast.petras.appointments.get().key}"
    lina = f"invitations/{Invitation.objects.get(email='l@example.org').key}"
    new = {"email": "m@example.org", "duties": ["sales"]}
    return {
        "list_appointments": Case("GET", "appointments"),
        "read_appointment": Case("GET", petras, OWN, OWN),
        "change_duties": Case(
            "PUT", f"{petras}/duties", OWNER, OWN, {"duties": ["sales"]}
        ),
        "end_appointment": Case("DELETE", petras, OWN, OWN),
        "list_invitations": Case("GET", "invitations"),
        "read_invitation": Case("GET", lina, OWNER, OWNER),
        "withdraw_invitation": Case("DELETE", lina, OWNER, OWNER),
        "invite_person": Case(
            "POST",
            f"organisations/{organisation.key}/invitations",
            OWNER,
            SEES_ONA,
            new,
        ),
    }


def _of_collections(cast: Cast, filled: Filled) -> dict[str, Case]:
    ona, milda = cast.organisation(cast.ona).key, cast.organisation(cast.milda).key
    site, press = filled.ona["site"].key, filled.ona["resource"].key
    both = OWNER | COORDINATOR
    kinds = (
        ("expertise", "expertise", both, {"text": "Drawing", "stage": "design"}),
        ("product", "product", both, {"name": "Lid"}),
        ("market", "market", both, {"country": "SE", "sector": "Food"}),
        ("contact_person", "contact", both, {"name": "Jonas"}),
        ("site", "site", both, {"name": "Second works", "town": "Alytus"}),
        (
            "certificate",
            "certificate",
            both,
            {"standard": "ISO 14001", "issuer": "A", "issued_on": "2025-01-01"},
        ),
        (
            "figures",
            "figures",
            OWNER,
            {"year": 2024, "headcount": 9, "turnover_cents": 5},
        ),
        (
            "fee",
            "fee",
            COORDINATOR,
            {"year": 2027, "amount_cents": 5, "due_on": "2027-01-01"},
        ),
        (
            "logged_hours",
            "hours",
            OWN,
            {"day": "2026-01-01", "minutes": 5, "activity": "lobbying"},
        ),
    )
    cases: dict[str, Case] = {}
    for one, name, may, new in kinds:
        row, sees = filled.ona[name], SEES_SHOWN[name]
        cases |= _five(one, row, may, sees, new | {"organisation": ona}, SEES_ONA)
    days = {"first_day": "2027-08-01", "last_day": "2027-08-02"}
    shift = {"weekdays": [5], "start": "06:00", "end": "14:00"}
    machine = {"name": "Printer", "process": "fdm"}
    for one, new in (
        ("shift", shift | {"site": site}),
        ("closure", days | {"resource": press}),
        ("load", days | {"resource": press, "hours": 5}),
        ("resource", machine | {"site": site}),
    ):
        cases |= _five(one, filled.ona[one], OWN, SEES_SHOWN[one], new, SIGNED_IN)
    linked = {"name": "Sister", "share_permille": 300, "headcount": 1}
    linked |= {"turnover_cents": 1, "figures": filled.ona["figures"].key}
    cases |= _five("linked_company", filled.ona["linked"], OWNER, OWNER, linked, OWNER)
    cases |= _five(
        "research_offer",
        filled.milda["offer"],
        {"research", "coordinator"},
        INSIDE,
        {"kind": "course", "title": "Moulding", "organisation": milda},
        INSIDE,
    )
    empty = resources.add_site(
        cast.organisation(cast.ona), by=cast.viewer(cast.ona), name="Empty", town="X"
    )
    path = f"sites/{empty.key}"
    cases["remove_site"] = Case("DELETE", path, both, SIGNED_IN, version=1)
    return cases


MANY = {
    "expertise": "expertise",
    "figures": "figures",
    "logged_hours": "logged_hours",
    "linked_company": "linked_companies",
}


def _five(
    one: str, row: Any, may: set[str], sees: set[str], new: Any, sees_parent: set[str]
) -> dict[str, Case]:
    many = MANY.get(one, f"{one}s")
    path = many.replace("_", "-")
    of_one, version = f"{path}/{row.key}", row.version
    parents = {"organisation", "resource", "figures"} | (
        {"site"} if one != "certificate" else set()
    )
    changes = {name: value for name, value in new.items() if name not in parents}
    for name in ("year", "process"):  # one row a year; limits belong to a process
        changes.pop(name, None)
    sees = sees & SIGNED_IN
    return {
        f"list_{many}": Case("GET", path),
        f"read_{one}": Case("GET", of_one, sees, sees),
        f"add_{one}": Case("POST", path, may, sees_parent, new, hidden=422),
        f"edit_{one}": Case("PATCH", of_one, may, sees, changes, version),
        f"remove_{one}": Case("DELETE", of_one, may, sees, version=version),
    }


def _of_singles(cast: Cast, filled: Filled) -> dict[str, Case]:
    one = f"organisations/{cast.organisation(cast.ona).key}"
    rate = f"resources/{filled.ona['resource'].key}/rate"
    new = {"summary": "Caps of all kinds."}
    return {
        "list_profiles": Case("GET", "profiles"),
        "read_profile": Case("GET", f"{one}/profile"),
        "edit_profile": Case(
            "PATCH", f"{one}/profile", OWNER | COORDINATOR, SEES_ONA, new, 1
        ),
        "list_rates": Case("GET", "rates"),
        "read_rate": Case("GET", rate, OWN, OWN),
        "set_rate": Case("PUT", rate, OWN, body={"hourly_cents": 9}, version=1),
        "remove_rate": Case("DELETE", rate, OWN, OWN, version=1),
        "list_sizes": Case("GET", "sizes"),
        "read_size": Case("GET", f"{one}/size"),
        "publish_size": Case("PUT", f"{one}/size", OWNER, SEES_ONA),
        "withdraw_size": Case("DELETE", f"{one}/size", OWNER),
    }


def _of_journal() -> dict[str, Case]:
    told = JournalEntry.objects.filter(kind="product.added").last()
    readers = MEMBERS & SIGNED_IN
    return {
        "list_journal": Case("GET", "journal"),
        "read_checkpoint": Case("GET", "journal/checkpoint"),
        "read_entry": Case("GET", f"journal/{told.index}", readers, readers),
    }
