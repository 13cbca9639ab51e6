"""Reminding members by e-mail that they have new work, or that some is taken back.

A letter says that something stands there, not what: its link leads the reader to the
own work, and to nobody else's.
"""

import logging
from collections.abc import Callable, Collection
from enum import Enum

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from grandis.hub.chains.declarations import WORKING
from grandis.hub.core.models import Appointment, Cluster, Organisation

logger = logging.getLogger(__name__)


class News(Enum):
    """What has happened to the work of a member."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


def remind(
    cluster: Cluster, members: Collection[Organisation], news: News
) -> Callable[[], None]:
    """Write the letters now, within the verb; the answer mails them when it is done."""
    people = Appointment.objects.filter(
        organisation__in=members, ended_at=None, person__is_active=True
    ).select_related("person", "organisation")
    letters = [
        _letter(cluster, each, news)
        for each in people.order_by("organisation__name", "pk")
        if each.as_duties & WORKING
    ]

    def mail() -> None:
        try:
            with get_connection() as connection:
                for letter in letters:
                    letter.connection = connection
                    _send(letter)
        except OSError:
            logger.exception("no mail server took the letters to members")

    return mail


def _letter(cluster: Cluster, each: Appointment, news: News) -> EmailMessage:
    """The letter to one person, in that person's language."""
    link = settings.ADDRESS + reverse("chains:work", args=[cluster.slug])
    told = {"name": each.person.name, "member": each.organisation.name, "link": link}
    with override(each.person.language):
        subjects = {
            News.PUBLISHED: _("New work for %(member)s in %(cluster)s"),
            News.WITHDRAWN: _("Work of %(member)s in %(cluster)s is withdrawn"),
        }
        names = {"member": each.organisation.name, "cluster": cluster.name}
        subject = " ".join((subjects[news] % names).split())
        text = render_to_string(f"chains/mail/work_{news.value}.txt", told)
    return EmailMessage(subject, text, None, [each.person.email])


def _send(letter: EmailMessage) -> None:
    """Send one letter; that it cannot be sent keeps no other from going out."""
    try:
        letter.send()
    except OSError:  # smtplib's errors are of this kind too
        logger.exception("a letter to a member was not sent")
