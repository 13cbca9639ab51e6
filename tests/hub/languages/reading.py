"""What somebody reads on a page, without the marks around it."""

from html.parser import HTMLParser

#: For programs, or written by one: not in the reader's language.
SILENT = {"script", "style", "code", "pre"}
SPOKEN = ("alt", "aria-label", "data-label", "placeholder", "title")
VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


def texts(markup: str) -> set[str]:
    """Every piece of text on a page that is in the page's language."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return {" ".join(text.split()) for text in reader.found} - {""}


class _Reader(HTMLParser):
    """Collects texts; pages are valid, so every element that opens also closes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.open: list[bool] = []  # whether each open element is read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        elsewhere = tag != "html" and "lang" in said  # in another language
        reads = self._reads() and tag not in SILENT and not elsewhere
        if reads:
            self.found += [text for name in SPOKEN if (text := said.get(name))]
        if tag not in VOID:
            self.open.append(reads)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        self.open.pop()

    def handle_data(self, data: str) -> None:
        if self._reads():
            self.found.append(data)

    def _reads(self) -> bool:
        return all(self.open[-1:])
