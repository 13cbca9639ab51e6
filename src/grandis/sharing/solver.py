"""HiGHS as we use it: silent, and never believed without its status."""

from highspy import Highs, HighsModelStatus

from grandis.errors import UnsolvedError


class Solver(Highs):
    """A linear program that says nothing, not even who solves it."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]

    def enableCallbacks(self) -> None:  # noqa: N802 - the name is theirs
        """Be silent before the first thing that is logged: the banner."""
        self.silent()
        super().enableCallbacks()  # type: ignore[no-untyped-call]

    def require_optimum(self, what: str) -> None:
        """Raise an `UnsolvedError` unless the last run ended with an optimum.

        Objects that ask for different numbers of threads, for example, end at
        once with a solution of zeros; only the status tells.
        """
        status = self.getModelStatus()
        if status != HighsModelStatus.kOptimal:
            said = self.modelStatusToString(status)
            raise UnsolvedError(
                f"HiGHS ended with {said!r} instead of an optimum; {what} unknown"
            )
