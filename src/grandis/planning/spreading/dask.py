"""The only module that knows Dask (https://docs.dask.org): its workers as an executor.

Dask is optional: ``pip install grandis[dask]``. Its workers need Grandis installed,
in the same version.
"""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from grandis.errors import InputError

#: Seconds in which a scheduler must answer.
TIMEOUT = 5.0


@contextmanager
def executor_at(
    address: str, timeout: float = TIMEOUT
) -> Iterator[tuple[Executor, int]]:
    """An executor on the workers of a Dask scheduler, and how many tasks they take.

    Parameters
    ----------
    address
        Where the scheduler is, like ``tcp://10.0.0.5:8786``.
    timeout
        Seconds to wait for it.

    Raises
    ------
    InputError
        When Dask is not installed, or no scheduler or no worker answers.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError(
            "Dask is not installed here; install it with pip install 'grandis[dask]'"
        ) from error
    try:
        client = Client(address, timeout=timeout, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise InputError(
            f"no Dask scheduler answers at {address!r}; start one with dask scheduler, "
            "or correct the address"
        ) from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise InputError(
                f"the Dask scheduler at {address!r} has no workers; start some with "
                f"dask worker {address}"
            )
        executor = client.get_executor(pure=False)
        try:
            yield executor, threads
        finally:
            executor.shutdown(wait=False)  # nobody waits for what is still under way
