"""The ways of looking at a page: every two values stand together in one of six."""

from typing import NamedTuple


class Look(NamedTuple):
    """How somebody looks: a width in pixels, a theme, a language."""

    width: int
    theme: str
    language: str

    def __str__(self):
        return "-".join(map(str, self))


VALUES = Look((1280, 360), ("light", "dark"), ("en", "lt", "da"))
LOOKS = (
    Look(1280, "light", "en"),
    Look(360, "dark", "en"),
    Look(1280, "dark", "lt"),
    Look(360, "light", "lt"),
    Look(1280, "light", "da"),
    Look(360, "dark", "da"),
)
