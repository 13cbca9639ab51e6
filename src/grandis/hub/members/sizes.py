"""The size class of an enterprise, Recommendation 2003/361/EC, annex.

An enterprise is under a ceiling (article 2) by its headcount and by turnover or
balance sheet total. Figures of linked companies count in full, those of partner
companies in proportion (articles 3 and 6). Only what lasts two years running
changes the class (article 4). Where public bodies hold 25 % or more it is no
SME (article 3, paragraph 4).
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from grandis.hub.members.enums import SizeClass
from grandis.hub.members.models import Figures, LinkedCompany

PARTNER, LINKED = 250, 500  # permille; a partner from 25 %, linked above 50 %


class Ceiling(NamedTuple):
    """Fewer people than `headcount`, and not more than one of the two amounts."""

    size_class: SizeClass
    headcount: int
    turnover_cents: int
    balance_cents: int


MILLION = 100_000_000  # cents
CEILINGS = (
    Ceiling(SizeClass.MICRO, 10, 2 * MILLION, 2 * MILLION),
    Ceiling(SizeClass.SMALL, 50, 10 * MILLION, 10 * MILLION),
    Ceiling(SizeClass.MEDIUM, 250, 50 * MILLION, 43 * MILLION),
)


class Scale(NamedTuple):
    """An enterprise's figures of a year, those of other companies in them."""

    year: int
    headcount: Fraction
    turnover_cents: Fraction
    balance_cents: Fraction | None
    public_body: bool = False

    def is_under(self, ceiling: Ceiling) -> bool:
        """Whether the year lies under a ceiling."""
        if self.public_body or self.headcount >= ceiling.headcount:
            return False
        if self.turnover_cents <= ceiling.turnover_cents:
            return True
        balance = self.balance_cents
        return balance is not None and balance <= ceiling.balance_cents


class Size(NamedTuple):
    """A size class and the last year it rests on."""

    size_class: SizeClass
    year: int


def scale_of(figures: Figures, linked: Iterable[LinkedCompany]) -> Scale:
    """A year's figures with those of linked and partner companies.

    A balance sheet total that one of them has not given is not known.
    """
    headcount, turnover = Fraction(figures.headcount), Fraction(figures.turnover_cents)
    balance = None if figures.balance_cents is None else Fraction(figures.balance_cents)
    for company in linked:
        weight = weight_of(company.share_permille)
        if not weight:
            continue
        headcount += weight * company.headcount
        turnover += weight * company.turnover_cents
        if balance is not None and company.balance_cents is not None:
            balance += weight * company.balance_cents
        else:
            balance = None
    return Scale(figures.year, headcount, turnover, balance, figures.public_body)


def weight_of(share_permille: int) -> Fraction:
    """How much of another company's figures counts (article 6)."""
    if share_permille > LINKED:
        return Fraction(1)
    return Fraction(share_permille, 1000) if share_permille >= PARTNER else Fraction(0)


def class_of(scales: Sequence[Scale]) -> Size | None:
    """The size class after years of figures; None without any.

    Each ceiling is crossed for good when two years running lie on its other
    side. After a missing year the class starts anew from the next one.
    """
    years = _last_years_running(sorted(scales))
    if not years:
        return None
    for ceiling in CEILINGS:
        under = [scale.is_under(ceiling) for scale in years]
        now = under[0]
        for one, next_one in pairwise(under):
            now = one if one == next_one else now
        if now:
            return Size(ceiling.size_class, years[-1].year)
    return Size(SizeClass.LARGE, years[-1].year)


def size_of(figures: Iterable[Figures]) -> Size | None:
    """The size class of an organisation from all its rows of figures."""
    return class_of([scale_of(row, row.linked.all()) for row in figures])


def _last_years_running(scales: list[Scale]) -> list[Scale]:
    start = 0
    for place, (one, next_one) in enumerate(pairwise(scales), 1):
        if next_one.year != one.year + 1:
            start = place
    return scales[start:]
