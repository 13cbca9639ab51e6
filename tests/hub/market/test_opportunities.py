"""The life of an opportunity, through its verbs."""

from datetime import date

import pytest
from django.utils.translation import override
from tests.hub.market.asking import CAP, ENQUIRER, enter, visitor

from grandis.hub.core.enums import Audience
from grandis.hub.core.errors import Broken, Conflict, Refused
from grandis.hub.core.models import JournalEntry
from grandis.hub.market import refusing
from grandis.hub.market.domain import opportunities
from grandis.hub.market.enums import Ending, Source, State
from grandis.hub.market.models import Attachment, CallOff, Enquirer, Opportunity, Part
from grandis.processes import faults

DUE = {"due": date(2027, 3, 1), "latest": date(2027, 3, 9), "quantity": 5_000}


@pytest.fixture
def rasa(cast):
    return cast.viewer(cast.rasa)


def current(opportunity):
    return Opportunity.objects.get(pk=opportunity.pk)


def entries_about(opportunity):
    subject = f"market.Opportunity:{opportunity.key}"
    return list(JournalEntry.objects.filter(subject=subject).order_by("index"))


def test_what_the_office_enters_is_received_at_once(cast, rasa):
    found = enter(cast, rasa, Source.COORDINATOR, "Cap", call_offs=[DUE])

    assert found.state == State.RECEIVED
    assert found.received_at is not None
    assert found.issuer == cast.organisation(cast.rasa)
    assert Part.objects.get(opportunity=found).values["yearly_volume"] == 200_000
    assert CallOff.objects.get(opportunity=found).latest == date(2027, 3, 9)


def test_a_members_idea_is_a_draft_that_only_it_reads_of(cast):
    found = enter(cast, cast.viewer(cast.ona), Source.IDEA, "Cap")

    assert found.state == State.DRAFT
    assert found.issuer == cast.organisation(cast.ona)
    assert found.customer is None
    assert [e.audience for e in entries_about(found)] == [Audience.OWN]


def test_a_customers_enquiry_is_its_own_whoever_is_named(cast):
    other = cast.organisation(cast.ona)
    found = enter(cast, cast.viewer(cast.carl), Source.CUSTOMER, "Cap", customer=other)

    assert found.customer == cast.organisation(cast.carl)
    assert found.state == State.RECEIVED


def test_the_public_form_waits_and_writes_no_journal(cast):
    found = enter(cast, visitor(cast), Source.FORM, "Cap", enquirer=ENQUIRER)

    assert found.state == State.UNCONFIRMED
    assert Enquirer.objects.get(opportunity=found).email == "ingrid@example.org"
    assert entries_about(found) == []


@pytest.mark.parametrize(
    ("who", "source"),
    [
        ("competitor", Source.COORDINATOR),
        ("member", Source.CUSTOMER),
        ("production", Source.IDEA),
        ("customer", Source.COORDINATOR),
        ("public", Source.COORDINATOR),
        ("trustee", Source.IDEA),
        ("stranger", Source.COORDINATOR),
    ],
)
def test_it_refuses_ways_that_are_not_the_viewers(cast, who, source):
    with pytest.raises(Refused):
        enter(cast, cast.viewer(cast.everybody[who]), source, "Cap")
    assert not Opportunity.objects.exists()


def test_it_refuses_a_part_that_cannot_be(cast, rasa):
    with pytest.raises(Broken, match="thicker than the part itself") as found:
        opportunities.enter(
            cast.cluster,
            by=rasa,
            source=Source.COORDINATOR,
            title="Cap",
            part=CAP | {"wall": 30.0},
        )
    assert found.value.field == "part"
    assert not Opportunity.objects.exists()


def test_it_refuses_somebody_who_is_no_customer(cast, rasa):
    with pytest.raises(Broken) as found:
        enter(
            cast,
            rasa,
            Source.COORDINATOR,
            "Cap",
            customer=cast.organisation(cast.ona),
        )
    assert found.value.field == "customer"


def test_an_idea_is_handed_in_once_and_by_its_owner(cast, rasa):
    ona = cast.viewer(cast.ona)
    idea = enter(cast, ona, Source.IDEA, "Cap")
    with pytest.raises(Refused):
        opportunities.receive(idea, by=rasa)

    opportunities.receive(idea, by=ona)

    assert current(idea).state == State.RECEIVED
    assert entries_about(idea)[-1].audience == Audience.COORDINATED
    with pytest.raises(Broken):
        opportunities.receive(idea, by=ona)


def test_the_second_editor_is_told_whatever_was_changed(cast, rasa):
    found = enter(cast, rasa, Source.COORDINATOR, "Cap")
    again = current(found)
    opportunities.change(found, by=rasa, version=1, part=CAP | {"mass": 6.5})

    for more in ({"title": "Lid"}, {"part": CAP | {"mass": 7.0}}):
        with pytest.raises(Conflict):
            opportunities.change(again, by=rasa, version=1, **more)
    assert Part.objects.get(opportunity=found).values["mass"] == 6.5


def test_it_counts_one_version_for_all_of_it(cast, rasa):
    found = enter(cast, rasa, Source.COORDINATOR, "Cap")
    opportunities.change(
        found, by=rasa, version=1, title="Lid", part=CAP | {"mass": 6.5}
    )
    assert current(found).version == found.version == 2
    opportunities.change(found, by=rasa, version=2, call_offs=[DUE])
    assert current(found).version == found.version == 3
    opportunities.change(found, by=rasa, version=3, call_offs=[DUE])
    assert current(found).version == 3
    changes = [e.body["fields"] for e in entries_about(found)[1:]]
    assert changes == [["mass", "name", "title"], ["call_offs"]]


def test_what_was_quoted_changes_by_a_revision_alone(cast, rasa):
    found = enter(cast, rasa, Source.COORDINATOR, "Cap")
    opportunities.mark_quoted(found, by=rasa)

    with pytest.raises(Broken, match="revise"):
        opportunities.change(found, by=rasa, part=CAP | {"mass": 6.5})
    opportunities.change(found, by=rasa, reference="K-7")

    assert current(found).reference == "K-7"


def test_a_revision_replaces_and_brings_all_along(cast, rasa, asked):
    old = asked.customers

    new = opportunities.revise(old, by=rasa, part=CAP | {"mass": 6.5})

    before = current(old)
    assert (before.state, before.ending) == (State.DECLINED, Ending.REVISED)
    assert (new.revises, new.enquiry, new.customer) == (old, old.enquiry, old.customer)
    assert Part.objects.get(opportunity=new).values["mass"] == 6.5
    assert CallOff.objects.get(opportunity=new).quantity == 5_000
    files = Attachment.objects.filter(opportunity__in=[old, new])
    assert {file.name for file in files} == {"cap.pdf"}
    assert len(files) == 2


def test_the_customer_revises_and_a_competitor_does_not(cast, asked):
    assert opportunities.revise(asked.customers, by=cast.viewer(cast.carl)).pk
    with pytest.raises(Refused):
        opportunities.revise(asked.public, by=cast.viewer(cast.carl))
    with pytest.raises(Refused):
        opportunities.revise(asked.public, by=cast.viewer(cast.ona))


def test_the_time_of_the_first_quotation_stays(cast, rasa):
    found = enter(cast, rasa, Source.COORDINATOR, "Cap")
    opportunities.mark_quoted(found, by=rasa)
    first = current(found).quoted_at
    opportunities.mark_quoted(found, by=rasa)

    assert first is not None
    assert current(found).quoted_at == first
    assert [e.kind for e in entries_about(found)] == [
        "opportunity.entered",
        "opportunity.quoted",
    ]


def test_it_ends_once_and_with_a_reason(cast, rasa):
    found = enter(cast, rasa, Source.COORDINATOR, "Cap")
    with pytest.raises(Broken) as why:
        opportunities.end(found, by=rasa, state=State.LOST, ending="")
    assert why.value.field == "ending"

    opportunities.end(
        found, by=rasa, state=State.LOST, ending=Ending.PRICE, note="5 % too dear"
    )

    assert current(found).ending == Ending.PRICE
    assert current(found).ended_at is not None
    for verb, more in (
        (opportunities.end, {"state": State.WON, "ending": ""}),
        (opportunities.change, {"title": "Lid"}),
        (opportunities.mark_quoted, {}),
        (opportunities.revise, {}),
    ):
        with pytest.raises(Broken):
            verb(found, by=rasa, **more)


def test_customers_answer_offers_and_nothing_else(cast, rasa, asked):
    carl = cast.viewer(cast.carl)
    with pytest.raises(Refused):
        opportunities.end(asked.customers, by=carl, state=State.WON, ending="")
    opportunities.mark_quoted(asked.customers, by=rasa)
    with pytest.raises(Refused):
        opportunities.end(
            asked.customers, by=carl, state=State.DECLINED, ending=Ending.OTHER
        )

    opportunities.end(asked.customers, by=carl, state=State.WON, ending="")

    assert current(asked.customers).state == State.WON


def test_no_entry_tells_who_asks_or_what_for(cast, rasa, asked):
    opportunities.change(asked.public, by=rasa, title="Secret lid", message="Secret")
    entries = JournalEntry.objects.filter(kind__startswith="opportunity.")
    told = str(list(entries.values_list("body", "kind", "subject")))
    for secret in ("Secret", "Ingrid", "ingrid@", "Cap from", "Carl"):
        assert secret not in told


def thousands(number):
    """As it is written, with a space at which no line ends."""
    return f"{number}\N{NO-BREAK SPACE}000"


def refusal(cast, by, **part):
    with pytest.raises(Broken) as refused:
        opportunities.enter(
            cast.cluster,
            by=by,
            source=Source.COORDINATOR,
            title="Cap",
            part=CAP | part,
        )
    return str(refused.value)


def test_every_fault_of_a_part_has_a_sentence_of_the_hub():
    assert refusing.SENTENCES.keys() == faults.SENTENCES.keys()
    assert refusing.REMEDIES.keys() == set(faults.REMEDIES.values())


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            {"mass": 6000},
            f"A mass of {thousands(6)} g is more than a full block of its size has, "
            "26.14 g. Did you mean 6 g?",
        ),
        (
            {"volume": 8},
            "8 cm³ of PP (pp-homo) weigh 7.24 g, not 6 g. Leave one of them out.",
        ),
        (
            {"wall": 25},
            "A wall of 25 mm is thicker than the part itself, 20 mm. Did you mean "
            "2.5 mm?",
        ),
        ({"material": "unobtainium"}, "The material “unobtainium” is unknown."),
    ],
)
def test_it_says_what_is_wrong_with_a_part(cast, rasa, part, said):
    assert refusal(cast, rasa, **part) == f"The part cannot be as described. {said}"


def test_it_says_so_in_the_readers_language(cast, rasa):
    with override("lt"):
        said = refusal(cast, rasa, mass=6000)
    assert said == (
        f"Tokios detalės negali būti. {thousands(6)} g masė yra didesnė, nei turėtų "
        "ištisas tokio dydžio blokas, 26,14 g. Ar turėjote omenyje 6 g?"
    )
