"""Forms that say what they want, what is wrong and what somebody else did."""

from datetime import date

from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation
from tests.hub.ui.validity import faults, parse

from grandis.hub.core.enums import Role
from grandis.hub.core.errors import Conflict
from grandis.hub.core.forms import EditForm, HubForm
from grandis.hub.ui.forms import UnitInput, answers

STAGES = [("design", "Design"), ("tooling", "Tooling")]
FULL = {
    "name": "Press 1",
    "force": "1234.5",
    "bought": "2026-03-05",
    "stages": ["design", "tooling"],
    "public": "on",
}


class Machine(HubForm):
    """A form with every kind of field."""

    name = forms.CharField(help_text="As it stands on its plate.")
    force = forms.DecimalField(widget=UnitInput("kN"), label="Clamping force")
    bought = forms.DateField(required=False)
    stages = forms.MultipleChoiceField(
        choices=STAGES, widget=forms.CheckboxSelectMultiple, help_text="All that fit."
    )
    public = forms.BooleanField(required=False, label="Publish it")


class Company(EditForm):
    """A form for a row that two people edit."""

    name = forms.CharField()
    role = forms.ChoiceField(choices=Role)


def whole(markup: str) -> str:
    assert faults(markup) == []
    return markup


def test_labels_hints_and_errors_belong_to_their_field():
    form = Machine({"name": ""})
    tree = parse(whole(str(form)))
    name = tree.find(".//input[@name='name']")
    assert name.get("aria-describedby") == "id_name_helptext id_name_error"
    assert name.get("aria-invalid") == "true"
    assert tree.find(".//label[@for='id_name']").text == "Name"


def test_the_summary_leads_to_every_field_that_is_wrong():
    tree = parse(str(Machine({"name": ""})))
    ids = {node.get("id") for node in tree.iter()}
    links = [a.get("href") for a in tree.iterfind(".//div[@role='alert']//a")]
    assert links == ["#id_name", "#id_force", "#id_stages_0"]
    assert {link[1:] for link in links} <= ids


def test_a_form_without_errors_has_no_summary():
    assert 'role="alert"' not in whole(str(Machine()))


def test_only_what_may_be_left_out_is_marked():
    assert str(Machine()).count("(optional)") == 1


def test_a_form_of_filters_marks_nothing():
    class Filters(HubForm):
        stage = forms.CharField(required=False)

    assert "(optional)" not in str(Filters())


def test_choices_stand_in_a_fieldset_with_its_hint():
    fieldset = parse(str(Machine())).find(".//fieldset")
    assert fieldset.find("legend").text == "Stages"
    assert fieldset.get("aria-describedby") == "id_stages_helptext"


def test_a_day_is_the_browsers_own_in_every_language():
    for language in ("en", "lt", "da"):
        with translation.override(language):
            form = Machine(initial={"bought": date(2026, 3, 5)})
            bought = parse(str(form)).find(".//input[@name='bought']")
            assert (bought.get("type"), bought.get("value")) == ("date", "2026-03-05")
            sent = Machine(FULL)
            assert sent.is_valid()
            assert sent.cleaned_data["bought"] == date(2026, 3, 5)


def test_a_number_shows_its_unit_and_says_it_in_its_label():
    tree = parse(str(Machine()))
    label = tree.find(".//label[@for='id_force']")
    assert "".join(label.itertext()).strip() == "Clamping force (kN)"
    assert tree.find(".//span[@class='unit']/span").text == "kN"


def test_answers_are_told_in_words():
    form = Machine(FULL)
    assert form.is_valid()
    with translation.override("lt"):
        said = {str(answer.label): answer.value for answer in answers(form)}
    assert said["Clamping force"].replace("\u00a0", " ") == "1234,5 kN"
    assert said["Bought"] == "2026 m. kovo 5 d."
    assert said["Stages"] == "Design, Tooling"


def test_a_conflict_shows_both_versions_of_what_differs(cast):
    row = cast.organisation(cast.ona)
    entered = {"name": "Kamštūna ir Ko", "role": "member", "version": row.version}
    form = Company(entered, row=row)
    assert form.is_valid()
    form.conflict = Conflict(row, form.wanted)
    tree = parse(whole(str(form)))
    rows = [
        ["".join(cell.itertext()) for cell in row]
        for row in tree.iterfind(".//table//tbody/tr")
    ]
    assert rows == [["Name", "UAB Kamštūna", "Kamštūna ir Ko"]]


def test_checking_carries_every_answer_to_the_next_page(rf):
    form = Machine(FULL)
    form.is_valid()
    context = {"form": form, "title": "Publish", "confirm": "Publish it"}
    page = render_to_string("ui/check_answers.html", context, rf.get("/"))
    tree = parse(whole(page))
    carried = [(node.get("name"), node.get("value")) for node in tree.iter("input")]
    assert ("stages", "design") in carried
    assert ("stages", "tooling") in carried
    assert ("bought", "2026-03-05") in carried


def test_some_fields_can_stand_under_a_heading():
    source = '{% load ui %}{% fields form "force name" legend="Plate" %}'
    markup = whole(Template(source).render(Context({"form": Machine()})))
    assert markup.index("id_force") < markup.index("id_name")
    assert "<legend>Plate</legend>" in markup
