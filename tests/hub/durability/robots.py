"""Programs that change a hub which is killed again and again, and never give up.

A request whose answer was lost is sent again, with the same key, until there is
an answer; an answer that is no success fails the test.
"""

import json
import re
import threading
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

CSRF = "a" * 32


@dataclass
class Answer:
    """What a server said."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Robot:
    """Sends one request after the other to a port, with its credentials."""

    port: int
    credentials: dict[str, str]
    acknowledged: int = 0
    sent_again: int = 0
    failure: BaseException | None = None

    def insist(self, method, path, body=None, headers=None):
        """Send a request until it is answered."""
        while True:
            try:
                return self._send(method, path, body, headers or {})
            except (ConnectionError, HTTPException):
                self.sent_again += 1
                time.sleep(0.05)

    def _send(self, method, path, body, headers):
        connection = HTTPConnection("localhost", self.port, timeout=60)
        try:
            connection.request(method, path, body, self.credentials | headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
        finally:
            connection.close()
        assert answer.status < 400, (answer.status, path, text[:2000])
        return Answer(answer.status, dict(answer.headers), text)

    def started(self, work, *arguments):
        """A thread that does the work; what fails in it is kept."""

        def done():
            try:
                work(self, *arguments)
            except BaseException as failure:
                self.failure = failure

        thread = threading.Thread(target=done)
        thread.start()
        return thread


class Program(Robot):
    """Uses the interface for programs with a token."""

    ROOT = "/api/v1/clusters/plastics"

    def change(self, method, path, body, key, version=""):
        """Send a change until it is acknowledged; its ETag."""
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if version:
            headers["If-Match"] = version
        answer = self.insist(method, self.ROOT + path, json.dumps(body), headers)
        self.acknowledged += 1
        return answer.headers["ETag"]

    def version(self, path):
        """The ETag of a row."""
        return self.insist("GET", self.ROOT + path).headers["ETag"]


class Importer(Robot):
    """Sends workbooks as a browser does: looks at what would change, and says yes."""

    HIDDEN = re.compile(r'name="(once|upload|fingerprint)" value="([^"]+)"')

    def bring_in(self, company, file):
        """Import a workbook.

        When the yes was heard but not its answer, the yes that is sent again leads
        back to the spreadsheet: the workbook was saved already.
        """
        path = f"{company}spreadsheet/"
        shown = self._submit(path, {"workbook": file})
        hidden = dict(self.HIDDEN.findall(shown.text))
        assert len(hidden) == 3, shown.text
        said = self._submit(path, hidden)
        assert said.headers["Location"] in (company, path), said
        self.acknowledged += 1

    def _submit(self, path, fields):
        if file := fields.get("workbook"):
            file.seek(0)
        body = encode_multipart(BOUNDARY, fields)
        headers = {"Content-Type": MULTIPART_CONTENT, "X-CSRFToken": CSRF}
        return self.insist("POST", path, body, headers)
