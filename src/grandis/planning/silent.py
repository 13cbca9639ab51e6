"""HiGHS without its banner."""

from highspy import Highs


class Silent(Highs):
    """A solver that prints nothing, not even its banner.

    HiGHS prints it before options can be set.
    """

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802 - the name is theirs
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]
