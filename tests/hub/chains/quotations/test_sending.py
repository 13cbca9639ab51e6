"""An offer goes out when rivals may quote together, and is answered by its customer."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from tests.hub.chains.quotations.scene import ask, draft, sent

from grandis.hub.chains.documents.offer import document_of
from grandis.hub.chains.domain import quotations, rivals
from grandis.hub.chains.domain.quotations import AloneSaid
from grandis.hub.chains.enums import Alone, QuotationState
from grandis.hub.chains.models import AloneAnswer, Quotation, Workings
from grandis.hub.core.enums import Audience
from grandis.hub.core.errors import Broken, Conflict, Refused
from grandis.hub.core.models import JournalEntry
from grandis.hub.market.enums import Ending, State
from grandis.hub.market.models import Opportunity


@pytest.fixture
def by(cast):
    """The coordinator."""
    return cast.viewer(cast.rasa)


@pytest.fixture
def out(cast, quotation):
    """An offer that is out."""
    return sent(cast, quotation)


def said(cast, ona, darius):
    """Whether each of the two competitors could have bid alone."""
    return {
        cast.organisation(cast.ona).key: AloneSaid(ona, "It lacks a tool shop."),
        cast.organisation(cast.darius).key: AloneSaid(darius, "It cannot pack."),
    }


def state_of(quotation):
    return Opportunity.objects.get(pk=quotation.opportunity_id).state


def test_members_that_could_do_a_same_step_are_rivals(cast, quotation):
    workings = Workings.objects.get(quotation=quotation)
    pair = {cast.organisation(each).key for each in (cast.ona, cast.darius)}

    found = rivals.rivals(workings.values, workings.route)

    assert [set(each) for each in found] == [pair]


def test_nothing_goes_out_before_each_rival_was_judged(cast, quotation, by):
    with pytest.raises(Broken, match="could have bid alone"):
        quotations.send(quotation, by=by)

    assert state_of(quotation) == State.RECEIVED


def test_rivals_that_could_each_bid_alone_do_not_quote_together(cast, quotation, by):
    yes = said(cast, Alone.YES, Alone.YES)
    quotations.answer_alone(quotation, by=by, said=yes)

    with pytest.raises(Broken, match="offer another route, or quote again without"):
        quotations.send(quotation, by=by)


def test_one_that_could_not_alone_is_enough(cast, quotation, by):
    quotations.answer_alone(quotation, by=by, said=said(cast, Alone.YES, Alone.NO))

    quotations.send(quotation, by=by)

    assert quotation.state == QuotationState.SENT


def test_what_goes_out_is_no_draft(out):
    found = (
        Quotation.objects.select_related(
            *("opportunity__cluster", "opportunity__customer", "opportunity__issuer"),
            *("opportunity__part", "opportunity__enquirer"),
        )
        .defer("document")
        .get(pk=out.pk)
    )
    deliveries = list(found.opportunity.call_offs.all())

    kept = bytes(Quotation.objects.get(pk=out.pk).document)

    assert kept == document_of(found, deliveries)
    found.state = QuotationState.DRAFT
    assert kept != document_of(found, deliveries)


def test_an_answer_without_a_reason_is_not_taken(cast, quotation, by):
    silent = {cast.organisation(cast.ona).key: AloneSaid(Alone.NO, "  ")}

    with pytest.raises(Broken, match="Say why UAB Kamštūna"):
        quotations.answer_alone(quotation, by=by, said=silent)


def test_what_was_answered_is_recorded_for_the_office_alone(cast, quotation, by):
    quotations.answer_alone(quotation, by=by, said=said(cast, Alone.YES, Alone.NO))
    quotations.answer_alone(quotation, by=by, said=said(cast, Alone.NO, Alone.NO))

    entries = JournalEntry.objects.filter(kind="quotation.alone_answered")
    assert entries.count() == 3
    assert {entry.audience for entry in entries} == {Audience.OWN}
    assert {entry.organisation for entry in entries} == {cast.organisation(cast.rasa)}
    assert set(
        AloneAnswer.objects.filter(quotation=quotation).values_list("answer", flat=True)
    ) == {Alone.NO}


def test_the_document_is_kept_as_it_went_out(out):
    out.refresh_from_db()

    assert bytes(out.document).startswith(b"%PDF-")
    assert out.sent_at is not None


def test_a_document_of_an_older_version_does_not_go_out(cast, quotation, by):
    quotations.answer_alone(quotation, by=by, said=said(cast, Alone.NO, Alone.NO))
    version, document = quotations.drawn(quotation, by=by)
    quotations.offer(quotation, by=by, unit_price=quotation.unit_price + 5)

    with pytest.raises(Conflict):
        quotations.send_document(quotation, by=by, version=version, document=document)


def test_the_next_offer_replaces_the_one_before(cast, opportunity, out):
    newer = sent(cast, draft(cast, opportunity))
    out.refresh_from_db()

    assert out.state == QuotationState.REPLACED
    assert newer.state == QuotationState.SENT
    assert newer.revision == 2


def test_who_asked_without_an_account_gets_a_private_link(
    cast, works, django_capture_on_commit_callbacks
):
    who = {"name": "Søren", "email": "soren@example.org"}
    opportunity = ask(cast, customer=None, enquirer=who)
    quotation = draft(cast, opportunity)

    with django_capture_on_commit_callbacks(execute=True):
        sent(cast, quotation)

    (letter,) = mail.outbox
    assert letter.to == ["soren@example.org"]
    assert "/c/plastics/track/" in letter.body
    assert "Kamštūna" not in letter.body


def test_the_customer_accepts_and_the_opportunity_is_won(cast, out):
    quotations.accept(out, by=cast.viewer(cast.carl))

    assert out.state == QuotationState.ACCEPTED
    assert state_of(out) == State.WON


def test_the_customer_declines_with_a_reason(cast, out):
    carl = cast.viewer(cast.carl)

    quotations.decline(out, by=carl, reason=Ending.PRICE, note="Too dear.")
    out.refresh_from_db()

    assert (out.state, out.declined_for) == (QuotationState.DECLINED, Ending.PRICE)
    assert out.decline_note == "Too dear."
    assert state_of(out) == State.LOST


def test_an_offer_is_answered_once(cast, out):
    carl = cast.viewer(cast.carl)
    quotations.accept(out, by=carl)

    with pytest.raises(Broken, match="no longer be answered"):
        quotations.decline(out, by=carl, reason=Ending.PRICE)


def test_an_expired_offer_is_not_accepted(cast, out):
    type(out).objects.filter(pk=out.pk).update(
        valid_until=timezone.localdate() - timedelta(days=1)
    )

    with pytest.raises(Broken, match="expired"):
        quotations.accept(out, by=cast.viewer(cast.carl))


@pytest.mark.parametrize("person", ["rasa", "ona", "darius", "stranger"])
def test_nobody_answers_for_the_customer(cast, out, person):
    with pytest.raises(Refused):
        quotations.accept(out, by=cast.viewer(getattr(cast, person)))


def test_what_went_out_is_no_draft_any_more(cast, out, by):
    with pytest.raises(Broken, match="no draft"):
        quotations.offer(out, by=by, unit_price=1)


def test_texts_left_as_they_are_follow_the_language(cast, quotation, by):
    own = ["Only this."]

    quotations.offer(quotation, by=by, language="lt", assumptions=own)

    assert quotation.language == "lt"
    assert quotation.assumptions == own


def test_no_journal_entry_names_a_member_of_the_chain(cast, out):
    kinds = ("quotation.sent", "quotation.accepted", "opportunity.quoted")
    quotations.accept(out, by=cast.viewer(cast.carl))
    told = JournalEntry.objects.filter(kind__in=kinds)

    assert told.count() >= 3
    for entry in told:
        assert entry.audience == Audience.COORDINATED
        assert entry.organisation == cast.organisation(cast.rasa)
        assert not {"member", "route"} & entry.body.keys()
