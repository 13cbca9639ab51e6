"""The operator's virus scanner: a command that is given a file.

It answers as clamscan and clamdscan do: 0 for nothing found, 1 for infected. Any
other answer, or none in time, means that nobody knows: the file is refused.
"""

import logging
import shlex
import subprocess
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.utils.translation import gettext as _

from grandis.hub.core.errors import Broken
from grandis.hub.market.enums import Scan

logger = logging.getLogger(__name__)

#: Seconds that a scanner may take for one file.
PATIENCE = 60


def scan(content: bytes) -> Scan:
    """What the scanner says of a file; `Broken` when it says nothing."""
    if not settings.SCANNER:
        return Scan.NONE
    with NamedTemporaryFile(prefix="grandis-scan-") as file:
        file.write(content)
        file.flush()
        answer = _ask([*shlex.split(settings.SCANNER), file.name])
    if answer == 0:
        return Scan.CLEAN
    if answer == 1:
        return Scan.INFECTED
    raise Broken(
        _("The virus scanner does not answer, so no file can be taken; try later."),
        field="drawings",
    )


def _ask(command: list[str]) -> int | None:
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        logger.exception("the virus scanner could not be asked")
        return None
    if done.returncode not in {0, 1}:
        logger.error("the virus scanner answered %d", done.returncode)
    return done.returncode
