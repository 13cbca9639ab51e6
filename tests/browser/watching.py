"""Notes what should not happen on any page."""

from dataclasses import dataclass, field


@dataclass
class Watch:
    """Listens to pages of the hub at an address."""

    address: str
    problems: list[str] = field(default_factory=list)

    def over(self, page):
        """Listen to a page, which is given back."""
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._console)
        page.on("request", self._request)
        page.on("response", self._response)
        return page

    def _console(self, message):
        # What did not load is told by its response.
        if message.type == "error" and "Failed to load" not in message.text:
            self.problems.append(message.text)

    def _request(self, request):
        if not request.url.startswith((f"{self.address}/", "data:", "blob:")):
            self.problems.append(f"a request to another host: {request.url}")

    def _response(self, response):
        if response.status >= 400 and response.request.resource_type != "document":
            self.problems.append(f"{response.status} {response.url}")
