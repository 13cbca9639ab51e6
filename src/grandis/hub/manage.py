"""Django's own commands, for the operator: `python -m grandis.hub.manage`."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a command of Django or of the hub's apps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grandis.hub.settings")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
