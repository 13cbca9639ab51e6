"""Opening a cluster, inviting its first people, and whether mail arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grandis.cli.hub.frame import in_hub
from grandis.cli.shell import Unsuccessful, WrongInput, note

if TYPE_CHECKING:
    from grandis.hub.core.models import Organisation

LANGUAGES = ("en", "lt", "da")
DUTIES = ("owner", "sales", "production", "accounts")


@click.command()
@click.argument("slug", metavar="NAME")
@click.option("--title", required=True, help="What the cluster is called in full.")
@click.option("--office", required=True, help="The organisation that coordinates it.")
@click.option("--country", default="LT", show_default=True, help="Two letters.")
@click.option("--currency", default="EUR", show_default=True, help="Three letters.")
@click.option(
    "--time-zone", default="Europe/Vilnius", show_default=True, help="Where it works."
)
@in_hub
def create_cluster(slug: str, title: str, office: str, **more: str) -> None:
    """Open a cluster; NAME is short and stands in its addresses.

    Invite its coordinator next, with `grandis hub invite`.
    """
    from django.conf import settings

    from grandis.hub.core.domain.clusters import open_cluster
    from grandis.hub.core.models import Cluster

    if Cluster.objects.filter(slug=slug).exists():
        raise WrongInput(f"there is a cluster {slug!r} already; choose another name")
    open_cluster(slug, name=title, office=office, **more)
    note(f"{title} is at {settings.ADDRESS}/c/{slug}/; now invite its coordinator")


@click.command()
@click.argument("cluster", metavar="CLUSTER")
@click.argument("email", metavar="ADDRESS")
@click.option("--name", default="", help="The person's name.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of the mail.",
)
@click.option(
    "--organisation",
    "key",
    metavar="KEY",
    help="Whom to act for: the key in its address; else the coordinator's office.",
)
@click.option(
    "--duty",
    "duties",
    type=click.Choice(DUTIES),
    multiple=True,
    default=("owner",),
    show_default=True,
    help="What the person does there; may be given several times.",
)
@click.option(
    "--print-link", is_flag=True, help="Print the secret link instead of mailing it."
)
@in_hub
def invite(
    cluster: str,
    email: str,
    name: str,
    language: str,
    key: str | None,
    duties: tuple[str, ...],
    print_link: bool,
) -> None:
    """Invite a person into CLUSTER by mail to ADDRESS."""
    from grandis.hub.core.domain.people import send_invitation
    from grandis.hub.core.domain.verbs import verb
    from grandis.hub.core.enums import Duty
    from grandis.hub.core.viewer import Viewer

    _refuse_no_address(email)
    organisation = _organisation(cluster, key)
    invitation = verb(send_invitation)(
        organisation,
        by=Viewer.public(organisation.cluster),
        email=email,
        name=name,
        language=language,
        duties=[Duty(duty) for duty in duties],
        deliver=(lambda _, link: click.echo(link)) if print_link else None,
    )
    if print_link:
        return
    if invitation.mailed_at is None:
        raise Unsuccessful(
            f"{email} is invited, but the mail was not sent; try `grandis hub"
            " mail-test`, then invite again"
        )
    note(f"An invitation to act for {organisation.name} was sent to {email}")


@click.command()
@click.argument("email", metavar="ADDRESS")
@in_hub
def mail_test(email: str) -> None:
    """Send a test message to ADDRESS."""
    from django.conf import settings
    from django.core.mail import send_mail

    from grandis.hub.core.administration.health import has_mail_server

    _refuse_no_address(email)
    try:
        send_mail(
            "Grandis can send mail",
            f"This is a test message of the hub at {settings.ADDRESS}.",
            None,
            [email],
        )
    except OSError as error:  # smtplib's errors are of this kind too
        raise WrongInput(
            f"the mail server did not take the message ({error}); look at GRANDIS_MAIL"
        ) from error
    if has_mail_server():
        note(f"The mail server took a message to {email}; look whether it arrives")
    else:
        note(
            "There is no mail server in GRANDIS_MAIL: the message is a file in"
            f" {settings.EMAIL_FILE_PATH}"
        )


def _refuse_no_address(email: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        raise WrongInput(f"{email!r} is not an e-mail address") from None


def _organisation(cluster: str, key: str | None) -> Organisation:
    from grandis.hub.core.enums import Role
    from grandis.hub.core.models import Cluster, Organisation

    if not Cluster.objects.filter(slug=cluster).exists():
        known = ", ".join(Cluster.objects.values_list("slug", flat=True)) or "none yet"
        raise WrongInput(f"there is no cluster {cluster!r}; there are: {known}")
    wanted = {"key": key} if key else {"role": Role.COORDINATOR}
    found = (
        Organisation.objects.select_related("cluster")
        .filter(cluster__slug=cluster, **wanted)
        .first()
    )
    if found is None:
        raise WrongInput(
            f"cluster {cluster!r} has no organisation with the key {key!r}; copy it"
            " from the address of the organisation's page"
        )
    return found
