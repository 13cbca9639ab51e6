"""The countries around us, from Natural Earth; tools/make-atlas makes the file."""

import json
from collections.abc import Mapping
from functools import cache
from itertools import accumulate
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Ring = list[tuple[float, float]]

NAMES: Mapping[str, Promise] = {
    "AT": _("Austria"),
    "BE": _("Belgium"),
    "BY": _("Belarus"),
    "CH": _("Switzerland"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "EE": _("Estonia"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "HU": _("Hungary"),
    "IE": _("Ireland"),
    "LT": _("Lithuania"),
    "LU": _("Luxembourg"),
    "LV": _("Latvia"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "PL": _("Poland"),
    "RU": _("Russia"),
    "SE": _("Sweden"),
    "SK": _("Slovakia"),
    "UA": _("Ukraine"),
}


@cache
def land() -> Mapping[str, list[Ring]]:
    """The outlines of each country, as (latitude, longitude) in degrees."""
    stored = json.loads(Path(__file__).with_name("atlas.json").read_text())
    scale = stored["scale"]
    return {
        country: [_unpacked(ring, scale) for ring in rings]
        for country, rings in stored["land"].items()
    }


def _unpacked(ring: list[int], scale: int) -> Ring:
    """Whole numbers, the first point and then differences, in degrees again."""
    longitudes, latitudes = accumulate(ring[::2]), accumulate(ring[1::2])
    pairs = zip(latitudes, longitudes, strict=True)
    return [(latitude / scale, longitude / scale) for latitude, longitude in pairs]
