"""The size class follows Recommendation 2003/361/EC, annex."""

from fractions import Fraction

import pytest

from grandis.hub.members.domain import figures
from grandis.hub.members.enums import SizeClass
from grandis.hub.members.models import Figures, LinkedCompany, PublishedSize
from grandis.hub.members.sizes import Scale, class_of, scale_of, size_of, weight_of

MILLION = 100_000_000


def own(headcount, turnover, balance=None, year=2025, **more):
    """A year's figures; amounts in millions."""
    return Figures(
        year=year,
        headcount=headcount,
        turnover_cents=int(turnover * MILLION),
        balance_cents=None if balance is None else int(balance * MILLION),
        **more,
    )


def other(share_permille, headcount, turnover, balance=None):
    return LinkedCompany(
        share_permille=share_permille,
        headcount=headcount,
        turnover_cents=int(turnover * MILLION),
        balance_cents=None if balance is None else int(balance * MILLION),
    )


def one_year(mine, *others):
    return class_of([scale_of(mine, others)]).size_class


@pytest.mark.parametrize(
    ("headcount", "turnover", "balance", "expected"),
    [
        (9, 2, None, SizeClass.MICRO),
        (10, 2, None, SizeClass.SMALL),
        (9, 2.01, None, SizeClass.SMALL),
        (9, 5, 2, SizeClass.MICRO),  # one of the two amounts is enough
        (49, 10, 10, SizeClass.SMALL),
        (50, 10, 10, SizeClass.MEDIUM),
        (49, 10.01, 10.01, SizeClass.MEDIUM),
        (249, 50, None, SizeClass.MEDIUM),
        (249, 60, 43, SizeClass.MEDIUM),
        (249, 50.01, 43.01, SizeClass.LARGE),
        (250, 1, 1, SizeClass.LARGE),
    ],
)
def test_the_ceilings_of_article_2(headcount, turnover, balance, expected):
    assert one_year(own(headcount, turnover, balance)) == expected


@pytest.mark.parametrize(
    ("share", "weight"),
    [
        (0, 0),
        (249, 0),
        (250, Fraction(1, 4)),
        (333, Fraction(333, 1000)),
        (500, Fraction(1, 2)),
        (501, 1),
        (1000, 1),
    ],
)
def test_a_partner_counts_in_proportion_and_a_linked_company_in_full(share, weight):
    assert weight_of(share) == weight


def test_a_linked_company_makes_a_small_one_medium():
    mine = own(40, 8)
    assert one_year(mine) == SizeClass.SMALL
    assert one_year(mine, other(510, 20, 1)) == SizeClass.MEDIUM
    assert one_year(mine, other(490, 20, 1)) == SizeClass.SMALL  # 40 + 9.8 jobs
    assert one_year(mine, other(500, 20, 1)) == SizeClass.MEDIUM  # 40 + 10 jobs
    assert one_year(mine, other(249, 2000, 900)) == SizeClass.SMALL


def test_a_partner_of_half_adds_half_of_every_figure():
    scale = scale_of(own(40, 8, 6), [other(500, 21, 3, 1), other(800, 5, 1, 2)])
    assert scale.headcount == Fraction(111, 2)
    assert scale.turnover_cents == Fraction(21, 2) * MILLION
    assert scale.balance_cents == Fraction(17, 2) * MILLION


def test_a_balance_that_a_linked_company_has_not_given_is_not_known():
    assert scale_of(own(40, 11, 6), [other(600, 1, 1)]).balance_cents is None
    assert one_year(own(40, 11, 6), other(600, 1, 1)) == SizeClass.MEDIUM


def test_with_public_bodies_it_is_no_sme():
    assert one_year(own(5, 1, 1, public_body=True)) == SizeClass.LARGE


def years(*headcounts, first=2020):
    return [
        Scale(first + place, Fraction(heads), Fraction(MILLION), None)
        for place, heads in enumerate(headcounts)
    ]


@pytest.mark.parametrize(
    ("headcounts", "expected"),
    [
        ((40,), SizeClass.SMALL),
        ((40, 60), SizeClass.SMALL),  # once over the ceiling changes nothing
        ((40, 60, 60), SizeClass.MEDIUM),
        ((40, 60, 40, 60), SizeClass.SMALL),
        ((60, 40), SizeClass.MEDIUM),
        ((60, 40, 40), SizeClass.SMALL),
        ((40, 60, 300), SizeClass.MEDIUM),  # twice over 50, once over 250
        ((40, 300, 300), SizeClass.LARGE),
        ((300, 40, 9), SizeClass.SMALL),  # twice under 50, once under 10
    ],
)
def test_only_two_years_running_change_the_class(headcounts, expected):
    assert class_of(years(*headcounts)).size_class == expected


def test_the_order_in_which_years_are_given_does_not_matter():
    assert class_of(years(40, 60, 60)[::-1]) == (SizeClass.MEDIUM, 2022)


def test_after_a_missing_year_the_class_starts_anew():
    scales = [*years(40, 40), *years(60, first=2023)]
    assert class_of(scales) == (SizeClass.MEDIUM, 2023)


def test_without_figures_there_is_no_class():
    assert class_of([]) is None


def test_a_published_class_follows_the_figures(cast, filled):
    published = PublishedSize.objects.get(organisation=cast.organisation(cast.ona))
    assert (published.size_class, published.year) == (SizeClass.MEDIUM, 2025)
    figures.edit_figures(
        filled.ona["figures"], by=cast.viewer(cast.ona), headcount=44, version=1
    )
    published.refresh_from_db()
    assert published.size_class == SizeClass.MEDIUM  # turnover is over 10 million
    figures.edit_figures(
        filled.ona["figures"], by=cast.viewer(cast.ona), turnover_cents=900 * 10**6
    )
    published.refresh_from_db()
    assert published.size_class == SizeClass.SMALL  # 9 million and 1 of the holding


def test_a_published_class_goes_with_the_last_figures(cast, filled):
    organisation = cast.organisation(cast.ona)
    figures.remove_figures(filled.ona["figures"], by=cast.viewer(cast.ona))
    assert not PublishedSize.objects.filter(organisation=organisation).exists()
    assert size_of(Figures.objects.filter(organisation=organisation)) is None
