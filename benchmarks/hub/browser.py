"""A browser as far as a benchmark needs one: cookies, forms, and how long it took.

Each request has a connection of its own, as behind a proxy that keeps none open, and
an answer has taken until its last byte.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from time import perf_counter
from typing import Any
from urllib.parse import urlencode, urlsplit

SECONDS = 120.0
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """An answer to a request; status 0 means that there was none."""

    status: int
    seconds: float
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Browser:
    """Somebody's browser at one server; for one thread at a time."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.address = address
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path)

    def send(self, path: str, values: dict[str, Any]) -> Answer:
        """Send a form."""
        body = urlencode(values, doseq=True).encode()
        return self.ask("POST", path, body, {"Content-Type": FORM})

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Any = None
    ) -> Answer:
        """Send any request."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        said = {"Cookie": cookies, "Referer": self.address, "Connection": "close"}
        began = perf_counter()
        connection = HTTPConnection(self.host, timeout=SECONDS)
        try:
            connection.request(method, path, body or None, said | (headers or {}))
            response = connection.getresponse()
            read = response.read()
        except (OSError, HTTPException) as error:
            return Answer(0, perf_counter() - began, repr(error).encode())
        finally:
            connection.close()
        seconds = perf_counter() - began
        for line in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        told = {name.lower(): value for name, value in response.headers.items()}
        return Answer(response.status, seconds, read, told)

    def sign_in(self, path: str, **values: str) -> None:
        """Sign in with the form of a page."""
        form = form_of(self.get(path).text, *values)
        answer = self.send(path, form | values)
        if answer.status != 302:
            raise SystemExit(
                f"{self.address}{path} does not sign {values} in: {answer.status}"
            )


def form_of(page: str, *names: str) -> dict[str, list[str]]:
    """What the form of a page that has these fields would send untouched."""
    reader = _Forms()
    reader.feed(page)
    for form in reader.forms:
        if set(names) <= form.keys():
            return form
    raise SystemExit(f"no form with {names} in: {page[:2_000]}")


class _Forms(HTMLParser):
    """Collects the fields of all forms with their values."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = []
        self._textarea: str | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        name, value = known.get("name") or "", known.get("value") or ""
        if tag == "form":
            self.forms.append({})
        elif tag == "textarea":
            self._textarea = name
            self._add(name)
        elif tag == "select":
            self._select = name
            self._add(name)
        elif (tag == "option" and "selected" in known) or (
            tag == "input" and self._counts(known)
        ):
            self._add(self._select if tag == "option" else name, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea:
            # Browsers drop the line break that follows the tag.
            self._add(self._textarea, data.removeprefix("\n"))

    @staticmethod
    def _counts(known: dict[str, str | None]) -> bool:
        if known.get("type") in {"submit", "button", "file"}:
            return False
        return known.get("type") not in {"checkbox", "radio"} or "checked" in known

    def _add(self, name: str, *values: str) -> None:
        if self.forms and name:
            self.forms[-1].setdefault(name, []).extend(values)
