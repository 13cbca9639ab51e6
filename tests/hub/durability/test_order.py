"""Changes of the same rows wait for each other; none is lost in a deadlock."""

CROSSING = """
import threading
import django; django.setup()
from tests.cast import find
from grandis.hub.core import journal
from grandis.hub.core.domain.verbs import verb
from grandis.hub.core.enums import Audience
from grandis.hub.core.models import JournalHead, Organisation

cast = find()
kamstuna = cast.organisation(cast.ona)
has_locked = threading.Event()

def record():
    journal.record(
        "organisation.edited", by=cast.viewer(cast.ona), subject=kamstuna,
        organisation=kamstuna, audience=Audience.CLUSTER,
    )

@verb
def change_the_row_first():
    Organisation.objects.select_for_update().get(pk=kamstuna.pk)
    has_locked.set()
    other.join(timeout=1)
    record()

@verb
def write_the_journal_first():
    record()

def second():
    has_locked.wait()
    write_the_journal_first()

other = threading.Thread(target=second)
before = JournalHead.objects.get().size
other.start()
change_the_row_first()
other.join()
print(JournalHead.objects.get().size - before)
"""


def test_two_changes_in_opposite_order_are_both_done(installation):
    done = installation.python("-c", CROSSING)

    assert (done.stdout, done.stderr) == ("2\n", "")
