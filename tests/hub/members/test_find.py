"""Find: hard limits first, ranking second, with the reason for each hit."""

from datetime import date

import pytest

from grandis.hub.core.guard import watching
from grandis.hub.members.domain import certificates, profiles, resources
from grandis.hub.members.enums import Process, Stage
from grandis.hub.members.find import index
from grandis.hub.members.find.asking import Wanted
from grandis.hub.members.find.search import find
from grandis.hub.members.models import SearchEntry

KAMSTUNA, DETALINGA, INSTITUTE = "UAB Kamštūna", "UAB Detalinga", "Polymer Institute"


@pytest.fixture
def names(cast, filled):
    """The names of the members found, in order, by a person of the cast."""

    def found_by(person, **wanted):
        with watching():
            found = find(cast.viewer(person), Wanted(**wanted))
        return [each.organisation.name for each in found]

    return found_by


@pytest.fixture
def reasons(cast, filled):
    """The reasons for the one member found, as (code, values)."""

    def found_by(person, **wanted):
        with watching():
            (found,) = find(cast.viewer(person), Wanted(**wanted))
        return [(reason.code, dict(reason.values)) for reason in found.reasons]

    return found_by


def test_without_a_question_it_is_the_directory(cast, names):
    assert names(cast.rasa) == [INSTITUTE, DETALINGA, KAMSTUNA]
    assert names(None) == [KAMSTUNA]


@pytest.mark.parametrize(
    "text", ["Kamštūna", "kamstuna", "KAMST", "uab kam", "Kamstuna Kaunas dosing"]
)
def test_a_member_is_found_by_words_in_any_writing(cast, names, text):
    assert names(cast.darius, text=text) == [KAMSTUNA]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("panevezys", [DETALINGA]),
        ("melt 1133", [INSTITUTE]),
        ("dosing 38", [DETALINGA, KAMSTUNA]),
        ("iso 9001 press", [DETALINGA, KAMSTUNA]),
        ("polypropylene", []),
        ("pp", [DETALINGA, KAMSTUNA]),
        ("c22.22", [DETALINGA, KAMSTUNA]),
        ("injection", [DETALINGA, KAMSTUNA]),
        ("osing", []),  # the beginning of a word, not its middle
        ("'; DROP TABLE members_searchentry --", []),
        ('"kamstuna* OR NEAR(', []),
        ("... !?", [INSTITUTE, DETALINGA, KAMSTUNA]),
    ],
)
def test_every_word_must_stand_somewhere(cast, names, text, found):
    assert names(cast.rasa, text=text) == found


def test_each_word_says_where_it_stands(cast, reasons, filled):
    assert reasons(cast.rasa, text="kamstuna dos") == [
        (
            "word",
            {
                "word": "kamstuna",
                "kind": "member",
                "title": KAMSTUNA,
                "key": cast.organisation(cast.ona).key,
            },
        ),
        (
            "word",
            {
                "word": "dos",
                "kind": "product",
                "title": "Dosing cap",
                "key": filled.ona["product"].key,
            },
        ),
    ]


def test_a_whole_word_ranks_before_a_beginning_and_a_name_before_a_row(cast, names):
    darius = cast.viewer(cast.darius)
    organisation = cast.organisation(cast.darius)
    profiles.add_product(organisation, by=darius, name="Kamštūnai")
    assert names(cast.rasa, text="kamstuna") == [KAMSTUNA, DETALINGA]
    profiles.add_product(
        cast.organisation(cast.ona), by=cast.viewer(cast.ona), name="Box of crates"
    )
    profiles.add_product(organisation, by=darius, name="Crate")
    assert names(cast.rasa, text="crate") == [DETALINGA, KAMSTUNA]


def test_labels_are_found_in_every_language_of_the_hub(cast, filled):
    entry = SearchEntry.objects.get(kind="resource", key=filled.ona["resource"].key)
    assert {"injection", "moulding", "machine"} <= set(entry.text.split())


# --- hard limits -----------------------------------------------------------


def test_a_process_is_met_by_a_published_resource(cast, names):
    assert names(cast.darius, process=Process.INJECTION_MOULDING) == [
        DETALINGA,
        KAMSTUNA,
    ]
    assert names(cast.rasa, process=Process.EXTRUSION_BLOW_MOULDING) == []
    assert names(cast.petras, process=Process.EXTRUSION_BLOW_MOULDING) == [KAMSTUNA]


def test_a_stage_is_met_by_resources_expertise_or_offers(cast, names):
    assert names(cast.rasa, stage=Stage.TOOLING) == [DETALINGA, KAMSTUNA]
    assert names(cast.rasa, stage=Stage.PROTOTYPING) == [INSTITUTE]
    assert names(cast.rasa, stage=Stage.DESIGN) == []


def test_stage_and_size_must_be_met_by_the_same_resource(cast, names):
    assert names(cast.rasa, stage=Stage.INJECTION_MOULDING, clamp=1800) == [
        DETALINGA,
        KAMSTUNA,
    ]
    assert names(cast.rasa, stage=Stage.TOOLING, clamp=1800) == []


@pytest.mark.parametrize(
    ("need", "fits"),
    [
        ({"clamp": 2000}, True),
        ({"clamp": 2000.1}, False),
        ({"shot": 300}, True),
        ({"shot": 301}, False),
        ({"envelope": (470, 500, 90_000)}, True),  # the opening was not entered
        ({"envelope": (471, 501, 1)}, True),  # it stands on its side
        ({"envelope": (501, 501, 1)}, False),
        ({"envelope": (501, 501, 471)}, False),
        ({"container": 2}, False),  # a press makes no container
        ({"material": "hdpe"}, True),
        ({"material": "pa66"}, False),
    ],
)
def test_what_a_press_can_take(cast, names, need, fits):
    assert names(None, **need) == ([KAMSTUNA] if fits else [])


@pytest.mark.parametrize("entered", [{}, {"clamp": None}])
def test_a_limit_that_nobody_entered_rules_nothing_out(cast, reasons, filled, entered):
    press = filled.ona["resource"]
    limits = {name: each for name, each in press.limits.items() if name != "clamp"}
    resources.edit_resource(press, by=cast.viewer(cast.ona), limits=limits | entered)
    assert ("limit_not_entered", {"limit": "clamp"}) in reasons(None, clamp=99_000)


@pytest.mark.parametrize(
    ("litres", "found"), [(0.4, []), (0.5, [KAMSTUNA]), (5, [KAMSTUNA]), (5.1, [])]
)
def test_a_container_is_neither_too_small_nor_too_large(cast, names, litres, found):
    assert names(cast.ona, container=litres) == found


def test_a_machine_without_a_list_takes_what_its_process_can(cast, names, filled):
    resources.edit_resource(
        filled.ona["resource"], by=cast.viewer(cast.petras), materials=[]
    )
    assert names(None, material="pa66") == [KAMSTUNA]


def test_the_limits_checked_are_among_the_reasons(cast, reasons, filled):
    press = filled.ona["resource"]
    assert reasons(None, clamp=1500, material="hdpe", envelope=(100, 80, 20)) == [
        (
            "resource",
            {
                "title": "Press 200 t",
                "key": press.key,
                "process": Process.INJECTION_MOULDING,
            },
        ),
        ("material_listed", {"material": "hdpe"}),
        (
            "room",
            {
                "sides": (100, 80, 20),
                "limits": {
                    "tie_bar_long": 500.0,
                    "tie_bar_short": 470.0,
                    "opening": None,
                },
            },
        ),
        ("limit_not_entered", {"limit": "opening"}),
        ("limit_met", {"limit": "clamp", "need": 1500, "have": 2000.0}),
    ]


def test_open_questions_rank_behind_known_answers(cast, names, filled):
    press = filled.darius["resource"]
    limits = press.limits | {"opening": 600.0}
    darius = cast.viewer(cast.darius)
    assert names(cast.rasa, envelope=(90, 80, 20)) == [DETALINGA, KAMSTUNA]
    resources.edit_resource(
        filled.ona["resource"], by=cast.viewer(cast.ona), limits=limits
    )
    assert names(cast.rasa, envelope=(90, 80, 20)) == [KAMSTUNA, DETALINGA]
    resources.edit_resource(press, by=darius, limits=limits)
    assert names(cast.rasa, envelope=(90, 80, 20)) == [DETALINGA, KAMSTUNA]


def test_a_certificate_counts_while_it_is_in_force(cast, names, filled):
    ona = cast.viewer(cast.ona)
    assert names(None, certificate="iso 9001") == [KAMSTUNA]
    certificates.edit_certificate(
        filled.ona["certificate"], by=ona, expires_on=date(2025, 1, 1)
    )
    assert names(None, certificate="ISO 9001") == []
    certificates.add_certificate(
        cast.organisation(cast.ona),
        by=ona,
        standard="BRCGS",
        issuer="A certifier",
        issued_on=date(2024, 1, 1),
    )
    assert names(None, certificate="ISO 22000/BRCGS") == [KAMSTUNA]
    assert names(None, certificate="ISO 22000") == []


@pytest.mark.parametrize(
    ("region", "found"),
    [
        ("LT", [KAMSTUNA]),
        ("lt02", [KAMSTUNA]),
        ("LT022", [KAMSTUNA]),
        ("LT01", []),
        ("DK", []),
    ],
)
def test_a_region_is_the_beginning_of_a_code(cast, names, region, found):
    assert names(None, region=region) == found


def test_a_site_without_a_region_has_a_country(cast, names, filled):
    ona = cast.viewer(cast.ona)
    profiles.edit_profile(cast.organisation(cast.ona), by=ona, nuts="")
    resources.edit_site(filled.ona["site"], by=ona, nuts="")
    assert names(None, region="LT") == [KAMSTUNA]
    assert names(None, region="LT022") == []


# --- the index ---------------------------------------------------------------


def test_what_was_changed_or_removed_is_found_as_it_is_now(cast, names, filled):
    ona, product = cast.viewer(cast.ona), filled.ona["product"]
    profiles.edit_product(product, by=ona, name="Spout")
    assert names(None, text="spout") == [KAMSTUNA]
    assert names(None, text="dosing") == []
    profiles.remove_product(product, by=ona)
    assert names(None, text="spout") == []


def test_an_index_built_anew_is_the_same(cast, filled):
    def entries():
        rows = SearchEntry.objects.order_by("kind", "row")
        return list(rows.values_list("kind", "row", "key", "title", "text"))

    before = entries()
    assert index.rebuild() == len(before) == 19
    assert entries() == before
    assert SearchEntry.objects.filter(index.with_any(["dosing"])).count() == 2


def test_it_takes_few_queries(cast, filled, django_assert_max_num_queries):
    wanted = Wanted(
        text="press 200 uab", process="injection_moulding", region="LT", clamp=1
    )
    with django_assert_max_num_queries(8):
        assert len(find(cast.viewer(cast.rasa), wanted)) == 2
