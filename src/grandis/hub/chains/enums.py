"""What quotations, plan runs and plans can be."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuotationState(models.TextChoices):
    """Where a quotation stands."""

    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined by the customer")
    REPLACED = "replaced", _("Replaced by a newer one")


class Alone(models.TextChoices):
    """Whether a member could have bid alone, in the coordinator's judgement."""

    YES = "yes", _("Yes, alone")
    NO = "no", _("No, only together")


class RunState(models.TextChoices):
    """Where a plan run stands."""

    WAITING = "waiting", _("Waiting for the worker")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")
    FAILED = "failed", _("Failed")


#: States in which a run changes no more.
OVER = (RunState.DONE, RunState.CANCELLED, RunState.FAILED)


class RunKind(models.TextChoices):
    """What a run is asked for."""

    PLAN = "plan", _("Plan")
    REPLAN = "replan", _("Replan after an event")
    WHAT_IF = "what_if", _("What if")
    FRONT = "front", _("Trade-off of cost, date and risk")
    CHOICE = "choice", _("Chosen from a trade-off")


#: Kinds of plans that can be carried out.
REAL = (RunKind.PLAN, RunKind.REPLAN, RunKind.CHOICE)
