"""Dask as an executor: with two worker processes, of which one is killed."""

import os
import signal
import socket
import sys
from collections.abc import Iterator

import dask
import pytest
from distributed import Client, LocalCluster
from tests.planning.midsize import midsize

from grandis.errors import InputError
from grandis.planning.checking import check
from grandis.planning.solving import Progress, solve
from grandis.planning.spreading.dask import executor_at


@pytest.fixture(autouse=True)
def _patient() -> Iterator[None]:
    """Wait longer for processes to begin: other tests keep the machine busy."""
    names = ("connect", "tcp")
    told = {f"distributed.comm.timeouts.{name}": "120s" for name in names}
    with dask.config.set(told):
        yield


def free_address() -> str:
    """An address at which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{listener.getsockname()[1]}"


def test_a_killed_dask_worker_loses_no_plan() -> None:
    problem = midsize(orders=480)
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
        executor_at(cluster.scheduler_address) as (executor, workers),
    ):
        assert workers == 2
        pids = client.run(os.getpid)
        alive = sorted(pids.values())
        values: list[int] = []

        def kill(progress: Progress) -> None:
            values.append(progress.value or 0)
            if len(alive) == 2 and values[-1] > 0:
                os.kill(alive.pop(), signal.SIGKILL)

        plan = solve(
            problem,
            seconds=30,
            workers=workers,
            executor=executor,
            on_progress=kill,
            cancel=lambda: len(set(values)) > 4,
        )
        client.wait_for_workers(2, timeout=60)
        assert client.run(os.getpid) != pids
    assert check(problem, plan) == ()
    assert plan.taken
    assert plan.value == values[-1]


def test_a_scheduler_that_does_not_answer_is_named() -> None:
    address = free_address()
    with (
        pytest.raises(InputError, match=f"no Dask scheduler answers at '{address}'"),
        executor_at(address, timeout=0.5),
    ):
        pass


def test_a_scheduler_without_workers_is_named() -> None:
    with (
        LocalCluster(n_workers=0, dashboard_address=None) as cluster,
        pytest.raises(InputError, match="has no workers"),
        executor_at(cluster.scheduler_address),
    ):
        pass


def test_it_says_how_to_install_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match="grandis\\[dask\\]"), executor_at("tcp://x:1"):
        pass
