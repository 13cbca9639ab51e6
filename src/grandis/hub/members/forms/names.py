"""Names of countries, languages and materials in the reader's language."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language

from grandis.hub.members.find.folding import fold
from grandis.processes.tables import table

Choices = list[tuple[str, str]]

#: What the people of a European cluster are likely to speak with customers.
LANGUAGES = (
    *("lt", "en", "da", "de", "fr", "pl", "lv", "et"),
    *("sv", "nb", "fi", "nl", "es", "it", "cs", "uk", "ru"),
)


def country_name(code: str) -> str:
    """A country by its ISO 3166 code."""
    return str(_locale().territories.get(code, code))


def language_name(code: str) -> str:
    """A language by its ISO 639 code."""
    return str(_locale().languages.get(code, code))


def material_name(id_: str) -> str:
    """A material of `grandis.processes`: its family, and its id where they differ."""
    family = table("materials")[id_].text("family")
    return family if family.lower() == id_ else f"{family} ({id_})"


def countries() -> Choices:
    """All countries, by name."""
    codes = [str(code) for code in _locale().territories if _is_country(str(code))]
    return _by_name([(code, country_name(code)) for code in codes])


def languages() -> Choices:
    """Languages to choose from, by name."""
    return _by_name([(code, language_name(code)) for code in LANGUAGES])


@cache
def materials() -> Choices:
    """The materials that `grandis.processes` knows, by name; each time the same list.

    Their names are the same in all languages.
    """
    return _by_name([(id_, material_name(id_)) for id_ in table("materials")])


def _locale() -> Locale:
    return Locale.parse(get_language() or "en", sep="-")


def _is_country(code: str) -> bool:
    """Two letters; not the European Union, nor what is reserved or unknown."""
    return code.isalpha() and len(code) == 2 and code not in _NO_COUNTRIES


_NO_COUNTRIES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "TA"}


def _by_name(choices: Choices) -> Choices:
    return sorted(choices, key=lambda choice: fold(choice[1]))
