"""`grandis hub manage`: Django's own commands."""

import os

import click


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    options_metavar="",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Pass ARGUMENTS on to Django's own commands.

    `grandis hub manage help` lists them.
    """
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grandis.hub.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["grandis hub manage", *arguments])
