"""The way in, the home page, and what apps add to them."""

from datetime import date

import pytest
from django.urls import reverse
from tests.cast import PASSWORD
from tests.hub.core.browsing import here, page, sent

from grandis.hub.core import home, public_sections
from grandis.hub.core.domain import people
from grandis.hub.core.enums import Role
from grandis.hub.core.home import Fact, HomeItem
from grandis.hub.core.models import Person

START = reverse("core:start")


def test_a_visitor_finds_the_public_clusters_and_the_way_in(cast, as_):
    said = page(as_(None), START)

    assert f'href="{here("home")}"' in said
    assert reverse("account_login") in said


def test_who_belongs_to_one_cluster_goes_straight_there(cast, as_):
    assert as_(cast.ona).get(START)["Location"] == here("home")


def test_who_belongs_to_several_chooses(cast, as_):
    people.appoint(cast.stranger, cast.organisation(cast.carl), ["owner"])
    said = page(as_(cast.stranger), START)

    assert "Choose a cluster" in said
    assert f'href="{here("home")}"' in said


def test_who_belongs_to_none_is_told_whom_to_ask(cast, as_):
    lone = Person.objects.create_user("lone@example.org", PASSWORD, name="Lone")

    assert "Ask a cluster's coordinator" in page(as_(lone), START).replace(
        "&#x27;", "'"
    )


def test_a_person_of_two_organisations_acts_for_one_at_a_time(cast, as_):
    institute = cast.organisation(cast.milda)
    people.appoint(cast.ona, institute, ["owner"])
    ona = as_(cast.ona)
    assert "You act for UAB Kamštūna" in page(ona, here("home"))
    assert "Petras Petraitis" in page(ona, here("people"))

    said = sent(ona, here("act_for"), organisation=institute.key)
    assert "You now act for Polymer Institute." in said
    assert "Petras Petraitis" not in page(ona, here("people"))
    assert "You act for UAB Kamštūna" in page(as_(cast.ona), here("home"))


def test_nobody_acts_for_an_organisation_that_is_not_theirs(cast, as_):
    asked = {"organisation": cast.organisation(cast.darius).key}
    ona = as_(cast.ona)

    assert ona.post(here("act_for"), asked).status_code == 404
    assert "You act for UAB Kamštūna" in page(ona, here("home"))


def test_what_apps_say_stands_at_home_soonest_first(cast, as_, monkeypatch):
    def items(viewer):
        yield HomeItem("Third.", "/c/")
        yield HomeItem("Second.", "/b/", weight=5)
        yield HomeItem("First.", "/a/", due=date(2030, 1, 1))

    monkeypatch.setattr(home, "_providers", [items])
    monkeypatch.setattr(
        home, "_fact_providers", [lambda viewer: [Fact("Machines", 7, "/m/")]]
    )
    said = page(as_(cast.ona), here("home"))

    assert said.index("First.") < said.index("Second.") < said.index("Third.")
    assert "1 January 2030" in said or "Jan. 1, 2030" in said
    assert '<dt>Machines</dt><dd><a href="/m/">7</a></dd>' in said


def test_an_empty_home_says_so(cast, as_, monkeypatch):
    monkeypatch.setattr(home, "_providers", [])

    assert "Nothing waits for you." in page(as_(cast.ona), here("home"))


@pytest.mark.parametrize(
    ("role", "members"), [("coordinator", 2), ("member", 2), ("customer", None)]
)
def test_the_facts_are_those_that_the_viewer_may_know(role, members, cast, as_):
    viewer = cast.viewer(cast.everybody[role])
    known = {str(fact.label): fact.value for fact in home.facts_for(viewer)}

    assert known.get("Members") == members


def test_apps_add_sections_to_the_public_page(
    cast, as_, monkeypatch, settings, tmp_path
):
    (tmp_path / "stages.html").write_text("<p>{{ section.text }}</p>")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path]}]
    later = public_sections.Section("stages.html", lambda v: {"text": v.role}, 2)
    empty = public_sections.Section("nothing.html", lambda v: None, 1)
    monkeypatch.setattr(public_sections, "_sections", [later, empty])

    assert "<p>public</p>" in page(as_(None), here("home"))


def test_before_it_is_confirmed_an_organisation_sees_itself_alone(cast, as_):
    said = page(as_(cast.jonas), here("home"))

    assert cast.viewer(cast.jonas).role == Role.PUBLIC
    assert "Kamštūna" not in said
    assert here("people") in said


def test_the_picture_of_a_tab_is_there(db, as_):
    assert as_(None).get("/favicon.ico")["Location"] == "/static/ui/mark.svg"
