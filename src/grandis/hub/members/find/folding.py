"""Words without case and marks, so that “Zalgiris” finds “Žalgiris”."""

import re
from functools import lru_cache
from unicodedata import combining, normalize

#: Letters that do not come apart into a plain letter and a mark.
LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
WORD = re.compile(r"[^\W_]+")
LONGEST = 64
#: Names that lists are ordered by; each page asks for the same again.
REMEMBERED = 16_384


@lru_cache(REMEMBERED)
def fold(text: str) -> str:
    """The text in lower case and plain letters: ž is z, å is a, ø is o, æ is ae.

    Compatibility forms are taken apart before and after folding the case, as in
    Unicode's NFKC_Casefold (The Unicode Standard, 3.13.5).
    """
    plain = normalize("NFKD", normalize("NFKD", text).casefold())
    return "".join(c for c in plain if not combining(c)).translate(LETTERS)


@lru_cache(REMEMBERED)
def spelt(name: str) -> str:
    """The folded words of a name with single spaces between them."""
    return " ".join(words_of(name))


def words_of(*texts: str) -> list[str]:
    """The folded words of some texts, each once, in their order."""
    found = (word[:LONGEST] for text in texts for word in WORD.findall(fold(text)))
    return list(dict.fromkeys(found))
