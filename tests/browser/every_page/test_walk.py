"""Every reader can walk through every page that is there for them, on a phone."""

import pytest
from tests.browser.every_page.walking import Walk
from tests.hub.matrix.table import READERS

PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("reader", READERS)
def test_all_is_well_on_every_page_of(whole, read, reader):
    walk = Walk(read(reader, viewport=PHONE), whole)

    walk.by_links("/", "/c/plastics/" if reader != "stranger" else "/c/abroad/")
    for address in whole.open_to(reader).values():
        walk.visit_unless_met(address)

    assert walk.faults == []
