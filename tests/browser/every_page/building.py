"""`python -m tests.browser.every_page.building`: a hub with a row of every kind.

Beside the database it leaves `addresses.json`: where each page of the matrix is,
as [page, state, address].
"""

import json
import os
from pathlib import Path

from tests import installation


def build():
    """Fill the installation that the environment names."""
    installation.fill()

    from django.urls import reverse
    from tests.cast import find
    from tests.hub.matrix.targets import Targets
    from tests.hub.members.filling import fill

    cast = find()
    addresses = [
        (page, state, reverse(page, kwargs=kwargs))
        for page, states in Targets(cast, fill(cast)).states.items()
        for state, kwargs in states.items()
    ]
    file = Path(os.environ["GRANDIS_DATA"]) / "addresses.json"
    file.write_text(json.dumps(addresses))


if __name__ == "__main__":
    build()
