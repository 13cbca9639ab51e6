"""The main pages look right on a desk and on a phone, by day and by night."""

from itertools import combinations, product

import pytest
from tests.browser.looks.combinations import LOOKS, VALUES
from tests.browser.looks.views import VIEWS

SEEN = """() => {
    const [red, green, blue] = getComputedStyle(document.body).backgroundColor
        .match(/[\\d.]+/g).map(Number)
    return {
        language: document.documentElement.lang,
        theme: red + green + blue < 384 ? 'dark' : 'light',
        width: document.scrollingElement.scrollWidth,
        hidden: [...document.querySelectorAll('.scroll')]
            .filter((part) => part.scrollWidth > part.clientWidth
                && !part.closest('details:not([open])'))
            .map((part) => `${part.ariaLabel} (${part.scrollWidth})`),
        cut: [...document.querySelectorAll('main :is(a, button, h1, h2, h3, p, dd)')]
            .filter((each) => each.getClientRects().length
                && each.getBoundingClientRect().right > innerWidth + 1
                && !each.closest('.scroll, .unseen, svg'))
            .map((each) => each.textContent.trim()),
    }
}"""


def test_every_two_values_are_seen_together():
    for one, other in combinations(range(len(VALUES)), 2):
        together = {(look[one], look[other]) for look in LOOKS}

        assert together == set(product(VALUES[one], VALUES[other]))


@pytest.mark.parametrize("look", LOOKS, ids=str)
@pytest.mark.parametrize("role", [None, "Member"])
def test_the_main_pages_look_right(visit, keep, look, role):
    page = visit("/", role=role, **look._asdict())
    faults = {}
    for name, (who, go) in VIEWS.items():
        if who == role:
            go(page)
            seen = page.evaluate(SEEN)
            keep(page, f"{name}-{look}")
            if wrong := list(wrong_with(seen, look)):
                faults[name] = wrong

    assert faults == {}


def wrong_with(seen, look):
    """What is wrong with the look of a page, in words."""
    if (seen["language"], seen["theme"]) != (look.language, look.theme):
        yield f"it is {seen['theme']} and in {seen['language']}"
    if seen["width"] > look.width:
        yield f"it is {seen['width']} pixels wide"
    if seen["cut"]:
        yield f"cut off: {seen['cut']}"
    if seen["hidden"] and look.width == max(VALUES.width):
        yield f"to be scrolled sideways: {seen['hidden']}"
