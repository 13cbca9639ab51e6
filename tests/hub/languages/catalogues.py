"""The hub's catalogues of translations, as tests read them."""

import re
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings

LANGUAGES = ("lt", "da")
LOCALE = Path(settings.LOCALE_PATHS[0])
#: What a program puts into a text, and the marks of a page inside one.
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}|<[^>]+>")


def file_of(language: str, root: Path = LOCALE) -> Path:
    """Where the texts of a language stand."""
    return root / language / "LC_MESSAGES/django.po"


def catalogue(language: str, root: Path = LOCALE) -> Catalog:
    """The texts of a language."""
    with file_of(language, root).open("rb") as source:
        return read_po(source, locale=language)


def messages(language: str) -> list[Message]:
    """Every text of a language but the header."""
    return [message for message in catalogue(language) if message.id]


def forms(value: object) -> list[str]:
    """The forms of a text: one, or one for each number."""
    return [value] if isinstance(value, str) else list(value)  # type: ignore[call-overload]
