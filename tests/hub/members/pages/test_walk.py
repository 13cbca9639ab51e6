"""Every page as every role: who gets in, and is what comes out valid."""

from tests.hub.members.pages.addresses import DIRECTORY, OPEN, kept_by, page
from tests.hub.ui.validity import faults

INSIDE = {"coordinator", "member", "production", "competitor", "research"}
KEEPERS = ("member", "production", "coordinator")


def statuses(cast, as_, address):
    """The status that each role gets, by its name."""
    return {
        name: as_(person).get(address).status_code
        for name, person in cast.everybody.items()
    }


def only(cast, sees, otherwise=404, **others):
    """The statuses when some see a page and the others do not."""
    names = cast.everybody
    return {name: 200 if name in sees else otherwise for name in names} | others


def check(answer, label=""):
    assert answer.status_code == 200, label
    assert (label, faults(answer.content.decode())) == (label, [])
    assert len(answer.content) <= 100_000, label


def test_everybody_opens_the_directory(cast, filled, as_):
    for name, person in cast.everybody.items():
        client = as_(person)
        for view, query in OPEN:
            check(client.get(page(view) + query), f"{view} for {name}")


def test_a_member_in_public_is_seen_by_everybody(cast, filled, as_):
    key = cast.organisation(cast.ona).key
    for name, person in cast.everybody.items():
        client = as_(person)
        for view in ("member", "machines"):
            check(client.get(page(view, key)), f"{view} for {name}")


def test_a_member_not_in_public_is_seen_inside(cast, filled, as_):
    address = page("member", cast.organisation(cast.darius).key)
    sees = INSIDE | {"trustee", "agency"}
    assert statuses(cast, as_, address) == only(cast, sees)


def test_an_invited_company_is_seen_by_itself_and_the_coordinator(cast, filled, as_):
    address = page("member", cast.organisation(cast.jonas).key)
    assert statuses(cast, as_, address) == only(cast, {"coordinator", "invited"})


#: Kinds that each reader of Kamštūna's records sees, and those it changes.
ALL = {
    *DIRECTORY,
    *("resources", "rates", "shifts", "closures", "loads"),
    *("figures", "linked", "fees", "hours"),
}
FIGURES = {"figures", "linked"}
SEES = {
    "member": ALL,
    "production": ALL - FIGURES - {"fees"},
    "coordinator": {*DIRECTORY, "resources", "fees", "hours"},
}
CHANGES = {
    "member": ALL - {"fees"},
    "production": {"resources", "rates", "shifts", "closures", "loads", "hours"},
    "coordinator": {*DIRECTORY, "fees"},
}
PROFILE = {"member", "coordinator"}


def expected(name, label):
    """The status that a reader gets of a page of Kamštūna's records."""
    kind, _, action = label.partition(" ")
    if name not in SEES:
        return 302 if name == "public" else 404
    if kind == "company":
        return 200
    if kind == "profile":
        return 200 if name in PROFILE else 403
    if kind in {"publish_size", "withdraw_size"}:
        return 200 if name == "member" else 404
    if kind not in SEES[name]:
        return 404
    return 200 if not action or kind in CHANGES[name] else 403


def test_the_records_of_a_company_are_opened_by_duty_and_valid(cast, filled, as_):
    pages = kept_by(cast, cast.ona, filled)
    for name, person in cast.everybody.items():
        client = as_(person)
        for label, address in pages.items():
            answer = client.get(address)
            wanted = expected(name, label)
            assert (name, label, answer.status_code) == (name, label, wanted)
            if wanted == 200:
                check(answer, f"{label} for {name}")


def test_hours_are_for_those_who_log_them(cast, filled, as_):
    wanted = only(cast, INSIDE, 403, public=302, stranger=404)
    assert statuses(cast, as_, page("hours")) == wanted
    for name in KEEPERS:
        check(as_(cast.everybody[name]).get(page("hours")), name)


def test_all_fees_are_for_the_coordinator(cast, filled, as_):
    wanted = only(cast, {"coordinator"}, 403, public=302, stranger=404)
    assert statuses(cast, as_, page("fees")) == wanted
    check(as_(cast.rasa).get(page("fees") + "?year=2026"))


def test_my_company_leads_to_the_own_records(cast, filled, as_):
    answer = as_(cast.petras).get(page("own_company"))
    assert answer.url == page("company", cast.organisation(cast.ona).key)


def test_the_public_page_shows_the_chain_of_those_who_agreed(cast, filled, as_):
    answer = as_(None).get("/c/plastics/")
    text = answer.content.decode()
    assert "UAB Kamštūna" in text
    assert "UAB Detalinga" not in text
    check(answer)
