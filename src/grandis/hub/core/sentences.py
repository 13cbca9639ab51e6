"""Journal entries as sentences in the reader's language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from string import Formatter
from typing import Any

from django.utils.translation import gettext as _

from grandis.hub.core import journal
from grandis.hub.core.models import JournalEntry


@dataclass(frozen=True)
class Told:
    """An entry and what it says; `is_erased` when nobody can know any more.

    `times` counts its neighbours that say the same and are not told apart.
    """

    entry: JournalEntry
    text: str
    times: int = 1

    @property
    def is_erased(self) -> bool:
        return self.entry.body is None


def told(entries: Iterable[JournalEntry]) -> list[Told]:
    """Each entry with its sentence."""
    return [Told(entry, sentence_of(entry)) for entry in entries]


def told_once(entries: Iterable[JournalEntry]) -> list[Told]:
    """The same, with neighbours that say the same as one, the first of them."""
    found = []
    for text, same in groupby(told(entries), attrgetter("text")):
        first, *others = same
        found.append(Told(first.entry, text, 1 + len(others)))
    return found


def sentence_of(entry: JournalEntry) -> str:
    """What an entry says; a kind that no app knows any more shows its name."""
    if entry.body is None:
        return _("This entry was erased; its place in the journal remains.")
    sentence = journal.sentences.get(entry.kind)
    if sentence is None:
        return _("Entry of kind “%(kind)s”.") % {"kind": entry.kind}
    return "".join(_filled(str(sentence), entry.body))


def kinds_of(kinds: Iterable[str]) -> list[tuple[str, str]]:
    """Kinds of entries with their sentences, values left open, to choose from."""
    named = [(kind, journal.sentences.get(kind, kind)) for kind in kinds]
    return [(kind, "".join(_filled(str(said), None))) for kind, said in named]


def _filled(sentence: str, body: dict[str, Any] | None) -> Iterator[str]:
    """The sentence with its values; a value that is not there becomes a dash.

    Names only: a stored text must not reach into objects as `str.format` would.
    """
    for text, name, _form, _conversion in Formatter().parse(sentence):
        yield text
        if name is not None:
            value = "…" if body is None else body.get(name)
            yield "–" if value in (None, "") else str(value)
