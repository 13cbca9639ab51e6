"""Each component by itself."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation
from tests.hub.ui.validity import faults

from grandis.hub import ui

REFERENCE = Path(__file__).parents[3] / "docs/reference/ui.md"
NOON = datetime.datetime(2026, 3, 5, 12, 30, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 3, 5)


def drawn(source: str, **context) -> str:
    """What a template with our tags gives, found to be valid."""
    markup = Template("{% load ui %}" + source).render(Context(context))
    assert faults(markup) == []
    return markup


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1 234.50 EUR"), ("lt", "1 234,50 EUR"), ("da", "1.234,50 EUR")],
)
def test_money_is_written_as_its_reader_does(language, said):
    with translation.override(language):
        assert said in drawn("{% money 123450 %}").replace("\u00a0", " ")


def test_large_amounts_lose_no_cent():
    said = drawn("{% money cents %}", cents=9_007_199_254_740_993)
    assert "90 071 992 547 409.93" in said.replace("\u00a0", " ")


def test_money_that_nobody_has_said_is_a_dash():
    assert "–" in drawn("{% money cents %}", cents=None)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "5 March 2026"), ("lt", "2026 m. kovo 5 d."), ("da", "5. marts 2026")],
)
def test_a_day_is_written_as_its_reader_does(language, said):
    with translation.override(language):
        assert said in drawn("{% date day %}", day=DAY)


def test_a_moment_has_its_time_where_the_reader_is():
    with translation.override("en"), timezone.override("Europe/Vilnius"):
        said = drawn('{% date noon "short" %}', noon=NOON)
    assert ">5 Mar 2026, 14:30</time>" in said


def test_an_unknown_icon_is_a_mistake():
    with pytest.raises(ValueError, match="no icon 'rocket'"):
        drawn('{% icon "rocket" %}')


def test_an_unknown_tone_is_a_mistake():
    with pytest.raises(ValueError, match="no tone 'red'"):
        drawn('{% badge "Valid" "red" %}')


def test_texts_are_escaped():
    said = drawn("{% badge text %}{% crumb text %}{% empty text %}", text="<b>&")
    assert "<b>" not in said
    assert said.count("&lt;b&gt;&amp;") == 3


def test_a_depth_fills_as_many_squares():
    said = drawn("{% depth 2 5 %}")
    assert said.count("<rect") == 5
    assert said.count('fill="none"') == 3


def test_pages_keep_the_question():
    page = Paginator(range(200), 50).get_page(2)
    request = RequestFactory().get("/", {"q": "a&b", "page": "2"})
    said = drawn("{% paginate page %}", page=page, request=request)
    assert 'href="?q=a%26b&amp;page=3"' in said
    assert "51–100 of 200" in said


def test_one_page_needs_no_way_to_others():
    page = Paginator(range(9), 50).get_page(1)
    assert drawn("{% paginate page %}", page=page).strip() == ""


def test_an_empty_list_says_what_to_do():
    said = drawn('{% empty "Nothing yet." link="/add/" action="Add one" %}')
    assert '<a class="button" href="/add/">Add one</a>' in said


def test_a_template_of_an_app_that_is_not_there_is_left_out():
    assert drawn('{% include_if_there "nobody/has_this.html" %}') == ""


def test_every_tag_is_documented():
    from grandis.hub.ui.templatetags.ui import register

    known = set(register.tags) - {"again", "carried", "conflict", "optional"}
    text = REFERENCE.read_text()
    assert [name for name in sorted(known) if f"{{% {name}" not in text] == []


def test_every_icon_is_documented():
    from grandis.hub.ui.templatetags.ui import ICONS

    text = REFERENCE.read_text()
    assert [name for name in sorted(ICONS) if f"`{name}`" not in text] == []


def test_no_template_of_ours_holds_what_the_policy_refuses():
    folder = Path(ui.__file__).parent / "templates"
    texts = {path.name: path.read_text() for path in folder.rglob("*.html")}
    guilty = [n for n, t in texts.items() if " style=" in t or " onclick" in t]
    assert len(texts) > 50
    assert guilty == []


def test_htmx_is_the_version_that_stands_beside_it():
    folder = Path(ui.__file__).parent / "static/ui/vendor"
    version = (folder / "VERSIONS.txt").read_text().split()[1].rstrip(",")
    assert f'version:"{version}"' in (folder / "htmx.min.js").read_text()


def test_cents_of_every_kind_of_number_are_written():
    assert "12.34" in drawn("{% money cents %}", cents=Decimal(1234))
