"""Who may change what: every kind of row, every person of the cast."""

import pytest

from grandis.hub.core.errors import Refused
from grandis.hub.members.domain import rows
from grandis.hub.members.models import (
    Certificate,
    Closure,
    ContactPerson,
    Expertise,
    Figures,
    HoursLogged,
    LinkedCompany,
    Load,
    Market,
    MembershipFee,
    Product,
    Profile,
    PublishedSize,
    ResearchOffer,
    Resource,
    ResourceRate,
    Shift,
    Site,
)

#: Of the cast, who may change a row of Kamštūna.
MAY = {
    Profile: {"member", "coordinator"},
    Expertise: {"member", "coordinator"},
    Product: {"member", "coordinator"},
    Market: {"member", "coordinator"},
    ContactPerson: {"member", "coordinator"},
    ResearchOffer: {"member", "coordinator"},
    Site: {"member", "coordinator"},
    Certificate: {"member", "coordinator"},
    Resource: {"member", "production"},
    ResourceRate: {"member", "production"},
    Shift: {"member", "production"},
    Closure: {"member", "production"},
    Load: {"member", "production"},
    Figures: {"member"},
    LinkedCompany: {"member"},
    PublishedSize: {"member"},
    MembershipFee: {"coordinator"},
    HoursLogged: {"member", "production"},
}


def test_every_kind_of_row_has_its_rule():
    assert set(MAY) == set(rows.HANDLING)


@pytest.mark.parametrize("kind", MAY, ids=lambda kind: kind.__name__)
def test_only_those_who_may_change_a_row(cast, kind):
    organisation = cast.organisation(cast.ona)
    allowed = {
        name
        for name, person in cast.everybody.items()
        if rows.HANDLING[kind].may(cast.viewer(person), organisation)
    }
    assert allowed == MAY[kind]


def test_all_others_are_refused_to_change_and_to_remove(cast, filled):
    tried = 0
    for row in filled.ona.values():
        for name, person in cast.everybody.items():
            if name in MAY[type(row)]:
                continue
            by = cast.viewer(person)
            with pytest.raises(Refused):
                rows.change(row, by, None)
            with pytest.raises(Refused):
                rows.remove(row, by, None)
            with pytest.raises(Refused):
                rows.add(type(row), cast.organisation(cast.ona), by)
            tried += 1
    assert tried > 150
