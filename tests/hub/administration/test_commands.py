"""Opening a cluster, inviting its first people, mail, health."""

import json
import re
import socketserver
import threading

import pytest
from click.testing import CliRunner
from django.core import mail
from django_tasks_db.models import DBTaskResult

from grandis.cli import main
from grandis.hub.core.domain.people import invitation_of
from grandis.hub.core.enums import Audience
from grandis.hub.core.heartbeats import WORKER, beat
from grandis.hub.core.management.commands.worker import take_up_again
from grandis.hub.core.models import Heartbeat, Invitation, JournalEntry, Organisation

#: Mail goes out when a transaction is committed, so these tests have real ones.
pytestmark = pytest.mark.django_db(transaction=True)


def hub(*arguments):
    """What `grandis hub` says."""
    return CliRunner().invoke(main, ["hub", *map(str, arguments)])


OPENING = ("create-cluster", "wood", "--title", "Wood cluster", "--office", "Sawyers")


def test_a_new_cluster_has_an_office_and_stands_in_the_journal():
    opened = hub(*OPENING, "--country", "DK")

    assert opened.exit_code == 0
    assert opened.stderr == (
        "Wood cluster is at http://localhost:8000/c/wood/; now invite its coordinator\n"
    )
    office = Organisation.objects.get(cluster__slug="wood")
    assert (office.name, office.role, office.country) == (
        "Sawyers",
        "coordinator",
        "DK",
    )
    entry = JournalEntry.objects.get(cluster__slug="wood")
    assert (entry.kind, entry.audience) == ("cluster.opened", Audience.PUBLIC)


def test_a_name_is_given_once():
    hub(*OPENING)

    again = hub(*OPENING)

    assert again.exit_code == 2
    assert "there is a cluster 'wood' already; choose another name" in again.stderr


def test_a_name_that_no_address_can_hold_is_refused():
    refused = hub(*OPENING[:1], "Wood & co", *OPENING[2:])

    assert refused.exit_code == 2
    assert refused.stderr.count("\n") == 1
    assert not Organisation.objects.filter(name="Sawyers").exists()


def test_an_invitation_goes_by_mail_and_its_secret_only_there():
    hub(*OPENING)

    invited = hub("invite", "wood", "wim@example.org", "--language", "da")

    assert invited.exit_code == 0
    (message,) = mail.outbox
    (link,) = re.findall(r"http://localhost:8000/invitation/(\S+?)/", message.body)
    assert message.to == ["wim@example.org"]
    assert invitation_of(link).organisation.name == "Sawyers"
    assert link not in invited.output
    assert "was sent to wim@example.org" in invited.stderr


def test_a_link_can_be_printed_where_there_is_no_mail():
    hub(*OPENING)

    invited = hub("invite", "wood", "wim@example.org", "--print-link")

    secret = invited.stdout.rstrip("\n").rstrip("/").rpartition("/")[2]
    assert invitation_of(secret).email == "wim@example.org"
    assert mail.outbox == []


def test_it_invites_into_a_member_with_duties(cast):
    kamstuna = cast.organisation(cast.ona)

    hub(
        *("invite", "plastics", "new@example.org", "--organisation", kamstuna.key),
        *("--duty", "sales", "--duty", "accounts"),
    )

    invitation = Invitation.objects.get(email="new@example.org")
    assert invitation.organisation == kamstuna
    assert invitation.duties == ["accounts", "sales"]
    entry = JournalEntry.objects.order_by("index").last()
    assert (entry.kind, entry.organisation) == ("person.invited", kamstuna)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("steel", "a@example.org"), "there is no cluster 'steel'; there are: "),
        (("plastics", "nobody"), "'nobody' is not an e-mail address"),
        (
            ("plastics", "a@example.org", "--organisation", "unknown"),
            "has no organisation with the key 'unknown'",
        ),
        (("plastics", "rasa@example.org"), "rasa@example.org already acts for"),
    ],
)
def test_an_invitation_to_nowhere_is_refused(cast, arguments, said):
    refused = hub("invite", *arguments)

    assert refused.exit_code == 2
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert mail.outbox == []


def use_mail_server(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", port


def test_a_mail_server_that_is_not_there_is_told(settings):
    with socketserver.TCPServer(("localhost", 0), None) as closed:
        port = closed.server_address[1]
    use_mail_server(settings, port)

    told = hub("mail-test", "you@example.org")

    assert told.exit_code == 2
    assert "the mail server did not take the message" in told.stderr
    assert "look at GRANDIS_MAIL" in told.stderr


def test_an_invitation_whose_mail_failed_says_so(settings):
    hub(*OPENING)
    with socketserver.TCPServer(("localhost", 0), None) as closed:
        port = closed.server_address[1]
    use_mail_server(settings, port)

    told = hub("invite", "wood", "wim@example.org")

    assert told.exit_code == 1
    assert "is invited, but the mail was not sent" in told.stderr


class Postbox(socketserver.StreamRequestHandler):
    """Takes one message, as RFC 5321 has it."""

    def handle(self):
        self.wfile.write(b"220 postbox\r\n")
        for line in self.rfile:
            word = line.split()[0].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                for part in iter(self.rfile.readline, b".\r\n"):
                    self.server.message.append(part.decode())
            self.wfile.write(b"250 well\r\n")
            if word == b"QUIT":
                return


def test_a_test_message_reaches_the_mail_server(settings):
    with socketserver.TCPServer(("localhost", 0), Postbox) as server:
        server.message = []
        threading.Thread(target=server.handle_request).start()
        use_mail_server(settings, server.server_address[1])

        told = hub("mail-test", "you@example.org")

    assert told.exit_code == 0
    assert "Subject: Grandis can send mail\r\n" in server.message
    assert "To: you@example.org\r\n" in server.message


def signs(told):
    return {sign["name"]: sign for sign in json.loads(told.stdout)["signs"]}


def test_a_hub_that_works_is_well(settings):
    settings.SECRET_KEY = "".join(map(chr, range(48, 112)))
    beat(WORKER)

    told = hub("health", "--json")

    assert told.exit_code == 0, told.output
    assert {sign["well"] for sign in signs(told).values()} == {True}


def test_a_dead_worker_needs_the_operator(settings):
    settings.SECRET_KEY = "".join(map(chr, range(48, 112)))
    beat(WORKER)
    Heartbeat.objects.update(at="2026-01-01T00:00:00Z")

    told = hub("health", "--json")

    assert told.exit_code == 1
    assert {name for name, sign in signs(told).items() if not sign["well"]} == {
        "worker"
    }
    assert "last alive at 2026-01-01 00:00 UTC" in signs(told)["worker"]["sentence"]


def task(**more):
    return DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="tests.nowhere",
        backend_name="default",
        run_after="9999-01-01T00:00:00Z",
        **more,
    )


def test_a_late_task_needs_the_operator(settings):
    settings.SECRET_KEY = "".join(map(chr, range(48, 112)))
    task(status="READY")
    DBTaskResult.objects.update(
        enqueued_at="2026-01-01T00:00:00Z", run_after="2026-01-01T00:00:00Z"
    )

    told = hub("health")

    assert told.exit_code == 1
    assert "!!  tasks     1 tasks are late, 0 failed since yesterday." in told.stdout


def test_a_killed_worker_leaves_its_tasks_to_its_successor():
    begun = task(status="RUNNING", worker_ids=["here"])
    elsewhere = task(status="RUNNING", worker_ids=["here", "there"])
    deadly = task(status="RUNNING", worker_ids=["here"] * 3)

    take_up_again({"here"})

    status = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert status == {
        begun.pk: "READY",
        elsewhere.pk: "RUNNING",
        deadly.pk: "FAILED",
    }
