"""How a process of the web server takes requests: one page after the other.

Making a page is work for the processor. Two at once in one process only delay each
other, and a connection that a busy process has taken waits for it even when another
process has become free. So a process leaves new connections in the system's queue
while it makes a page. What takes longer than pages do waits for something, for
instance for a slow sender: then other threads take new requests, as usual.
See docs/why/0019-a-process-makes-one-page-at-a-time.md.
"""

import socket
import time
from concurrent.futures import Future
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

#: What takes longer is no page in the making; seconds.
LONGEST_PAGE = 0.5
#: Connections that browsers open in advance stay with the system so long; seconds.
SILENT = 5


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A threaded worker that takes no connection while it makes a page.

    All of this runs in the main thread, so nothing here needs a lock.
    """

    def init_process(self) -> None:
        """Get ready, and serve until the end."""
        self._begun: dict[TConn, float] = {}
        if hasattr(socket, "TCP_DEFER_ACCEPT"):
            for listener in self.sockets:
                listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT)
        super().init_process()

    @property
    def _makes_a_page(self) -> bool:
        latest = time.monotonic() - LONGEST_PAGE
        return any(begun > latest for begun in self._begun.values())

    def accept(self, listener: socket.socket) -> None:
        """Take a connection, unless a page is being made."""
        if self._makes_a_page:
            self.set_accept_enabled(False)
        else:
            super().accept(listener)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Listen for connections, unless a page is being made."""
        super().set_accept_enabled(enabled and not self._makes_a_page)

    def enqueue_req(self, conn: TConn) -> None:
        """Give a request to a thread."""
        self._begun[conn] = time.monotonic()
        super().enqueue_req(conn)

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Let go of a request that was answered, and of one that has not come yet."""
        self._begun.pop(conn, None)
        super().finish_request(conn, fs)
