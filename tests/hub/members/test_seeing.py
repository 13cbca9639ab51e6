"""Every model of the directory, for every reader, with rows that could leak."""

from itertools import product

import pytest
from tests.cast import enrol

from grandis.hub.core.domain import joining
from grandis.hub.core.enums import Duty
from grandis.hub.core.guard import watching
from grandis.hub.core.sessions import viewer_of
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import declaration_of, declarations, see, see_of
from grandis.hub.members import models
from grandis.hub.members.find.index import KINDS

OWN = {"member", "production"}
INSIDE = {*OWN, "coordinator", "competitor", "research", "trustee", "agency"}
EVERYBODY = {*INSIDE, "public", "customer", "partner", "invited", "stranger"}
MEMBERS = {*OWN, "coordinator", "competitor", "research"}

DIRECTORY = (
    "profile",
    "expertise",
    "product",
    "market",
    "site",
    "certificate",
    "size",
    "resource",
)
CAPACITY = ("hidden resource", "rate", "shift", "closure", "load")


def readers_of_names(**readers):
    """Who sees each row, by its name; groups of names are spelt out."""
    spelt = dict.fromkeys(DIRECTORY, readers["directory"])
    spelt |= dict.fromkeys(CAPACITY, readers["capacity"])
    spelt |= dict.fromkeys(("figures", "linked"), readers["figures"])
    single = ("contact", "public_contact", "fee", "hours")
    return spelt | {name.replace("_", " "): readers[name] for name in single}


#: Who sees the rows of Kamštūna, which agreed to be shown in public.
SEES_SHOWN = readers_of_names(
    directory=EVERYBODY,
    contact=MEMBERS,
    public_contact=EVERYBODY,
    capacity=OWN,
    figures={"member"},
    fee={"member", "coordinator"},
    hours={*OWN, "coordinator"},
)
#: Who sees those of Detalinga, the competitor, which did not agree.
SEES_UNSHOWN = readers_of_names(
    directory=INSIDE,
    contact=MEMBERS,
    public_contact=MEMBERS,
    capacity={"competitor"},
    figures={"competitor"},
    fee={"competitor", "coordinator"},
    hours={"competitor", "coordinator"},
)


def readers(cast, row):
    with watching():
        return {
            name
            for name, person in cast.everybody.items()
            if see(cast.viewer(person), type(row)).filter(pk=row.pk).exists()
        }


def test_who_sees_the_rows_of_a_member_shown_in_public(cast, filled):
    seen = {name: readers(cast, row) for name, row in filled.ona.items()}
    assert seen == SEES_SHOWN


def test_who_sees_the_rows_of_a_member_not_shown_in_public(cast, filled):
    seen = {name: readers(cast, row) for name, row in filled.darius.items()}
    assert seen == SEES_UNSHOWN


def test_nobody_sees_rows_of_another_cluster(cast, filled):
    own = cast.organisation(cast.stranger)
    viewer = viewer_of(cast.stranger, own.cluster)
    for row in (*filled.ona.values(), *filled.darius.values()):
        assert not see(viewer, type(row)).exists()


def test_no_row_of_the_cast_is_forgotten_here(filled):
    assert set(SEES_SHOWN) == set(filled.ona) == set(filled.darius)
    tested = {type(row) for row in filled.ona.values()} | {models.ResearchOffer}
    app = {model for model in declarations if model._meta.app_label == "members"}
    assert tested == app - {models.SearchEntry}


def test_of_an_invited_organisation_only_itself_and_the_coordinator_see(cast, filled):
    for row in filled.jonas.values():
        assert readers(cast, row) == {"invited", "coordinator"}


def test_a_member_that_left_is_no_longer_shown(cast, filled):
    joining.leave(cast.organisation(cast.ona), by=cast.viewer(cast.ona))
    assert readers(cast, filled.ona["product"]) == {*OWN, "coordinator"}
    assert readers(cast, filled.ona["resource"]) == {*OWN, "coordinator"}
    assert readers(cast, filled.ona["load"]) == OWN


@pytest.mark.parametrize(
    ("duty", "seen"),
    [
        (Duty.SALES, {"rate"}),
        (Duty.ACCOUNTS, {"figures", "linked", "fee"}),
        (Duty.PRODUCTION, {"rate", "shift", "closure", "load"}),
    ],
)
def test_within_a_company_each_duty_sees_its_own(cast, filled, duty, seen):
    lina = enrol(cast.organisation(cast.ona), "Lina Linaitė", duty)
    viewer = cast.viewer(lina)
    by_duty = {"rate", "shift", "closure", "load", "figures", "linked", "fee"}
    rows = {name: filled.ona[name] for name in by_duty}
    assert {
        name
        for name, row in rows.items()
        if see(viewer, type(row)).filter(pk=row.pk).exists()
    } == seen


def test_what_is_confidential_is_declared_so(cast):
    secret = {
        model
        for model, declared in declarations.items()
        if declared.confidential and model._meta.app_label == "members"
    }
    assert secret == {
        models.Shift,
        models.Closure,
        models.Load,
        models.ResourceRate,
        models.Figures,
        models.LinkedCompany,
    }
    for model in secret:
        assert declaration_of(model).shows == {}


def test_an_entry_of_the_index_is_seen_by_whoever_sees_its_row(cast, filled):
    for person in cast.everybody.values():
        viewer = cast.viewer(person)
        with watching():
            entries = set(see(viewer, models.SearchEntry).values_list("kind", "key"))
            rows = {
                (kind, key)
                for kind, model in KINDS.items()
                for key in see(viewer, model).values_list("key", flat=True)
            }
        assert entries == rows


def test_what_the_public_sees_all_see(cast, filled):
    for person in cast.everybody.values():
        viewer = cast.viewer(person)
        everybody = Viewer.public(viewer.cluster)
        for model in declarations:
            in_public = set(see(everybody, model).values_list("pk", flat=True))
            assert in_public <= set(see(viewer, model).values_list("pk", flat=True))


def test_rows_of_one_organisation_are_those_of_it_among_all(cast, filled):
    owned = [model for model, declared in declarations.items() if declared.owner]
    for person, model in product(cast.everybody.values(), owned):
        viewer = cast.viewer(person)
        path = declaration_of(model).owner
        for owner in (cast.organisation(cast.ona), cast.organisation(cast.darius)):
            among_all = see(viewer, model).filter(**{path: owner.pk})
            assert set(see_of(viewer, model, owner)) == set(among_all)
