"""What the worker does in the background."""

from django_tasks import task

from grandis.hub.chains.domain import making, runs


@task()
def run_plan(key: str) -> None:
    """Carry out a plan run, by its key."""
    runs.carry_out(key, making.make)
