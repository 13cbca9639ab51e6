"""The frame of every page."""

import pytest
from django.template import Context, Template
from django.urls import reverse
from tests.hub.ui.validity import faults

from grandis.hub.core.enums import Role
from grandis.hub.core.models import Appointment, Cluster
from grandis.hub.core.visibility import ALL, declarations
from grandis.hub.members.models import Figures, MembershipFee


def said_of(model, viewer=None, owner=None):
    source = "{% load hub %}{% who_sees label owner=owner %}"
    known = {"label": model._meta.label, "viewer": viewer, "owner": owner}
    context = Context(known)
    return Template(source).render(context)


def test_the_front_page_has_the_frame(cast, as_):
    markup = as_(None).get("/").content.decode()
    assert faults(markup) == []
    assert '<main id="main"' in markup
    assert 'href="#main"' in markup


@pytest.mark.parametrize("language", ["en", "lt", "da"])
def test_the_language_is_chosen_by_a_form_and_stays(language, cast, as_):
    client = as_(None)
    answer = client.post(reverse("set_language"), {"language": language, "next": "/"})
    assert answer.status_code == 302
    assert f'<html lang="{language}">' in client.get("/").content.decode()


def test_a_member_finds_the_way_to_the_account(cast, as_):
    markup = as_(cast.ona).get("/c/plastics/").content.decode()
    assert faults(markup) == []
    assert "/account/2fa/" in markup
    assert "UAB Kamštūna" in markup
    assert markup.count("<h1>") == 1


def test_a_page_names_the_cluster_in_its_title(cast, as_):
    markup = as_(cast.ona).get("/c/plastics/").content.decode()
    assert "Plastics cluster – Grandis</title>" in markup


def test_what_all_may_see_says_so(cast):
    assert "Everybody can see this" in said_of(Cluster)


def test_the_readers_of_a_companys_people_are_named(cast):
    said = said_of(Appointment, cast.viewer(cast.ona))
    assert "Only UAB Kamštūna can see this." in said


def test_duties_are_named_where_not_everybody_of_the_company_reads(cast):
    said = said_of(Figures, cast.viewer(cast.ona))
    assert "Only UAB Kamštūna (Owner, Accounts) can see this; who reads it" in said


def test_the_coordinator_reads_that_the_rows_are_the_companys_own(cast):
    said = said_of(MembershipFee, cast.viewer(cast.rasa))
    assert "the organisation itself (Owner, Accounts) and the coordinator" in said


def test_a_company_is_named_where_others_see_its_rows(cast):
    kamstuna = cast.organisation(cast.ona)
    said = said_of(MembershipFee, cast.viewer(cast.rasa), kamstuna)
    assert "Only UAB Kamštūna (Owner, Accounts) and the coordinator can see" in said


def test_what_all_see_in_part_is_never_called_open(cast):
    for model, declared in declarations.items():
        if declared.shows.get(Role.PUBLIC) != ALL:
            said = said_of(model, cast.viewer(cast.ona))
            assert "Everybody" not in said
            assert 'class="who-sees"' in said
