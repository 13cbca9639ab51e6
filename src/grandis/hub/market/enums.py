"""What an opportunity can be, and how it ended."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """How an opportunity came in."""

    FORM = "form", _("Customer's form on the public page")
    CUSTOMER = "customer", _("Customer, signed in")
    COORDINATOR = "coordinator", _("Coordinator")
    SPREADSHEET = "spreadsheet", _("Spreadsheet")
    FILE = "file", _("JSON file")
    INTERFACE = "interface", _("Programming interface")
    IDEA = "idea", _("Product idea of a member")


class State(models.TextChoices):
    """Where an opportunity stands."""

    UNCONFIRMED = "unconfirmed", _("E-mail address not confirmed")
    DRAFT = "draft", _("Draft")
    RECEIVED = "received", _("Received")
    QUOTED = "quoted", _("Quoted")
    WON = "won", _("Won")
    LOST = "lost", _("Lost")
    DECLINED = "declined", _("Declined")


#: States in which the cluster works on it.
OPEN = (State.RECEIVED, State.QUOTED)
#: States in which nothing more is decided.
ENDED = (State.WON, State.LOST, State.DECLINED)


class Ending(models.TextChoices):
    """Why an opportunity was won, lost or declined."""

    PRICE = "price", _("Price")
    DATE = "date", _("Delivery date")
    CAPABILITY = "capability", _("Nobody in the cluster can make it")
    CAPACITY = "capacity", _("No capacity in time")
    QUALITY = "quality", _("Quality or certificates")
    COMPETITOR = "competitor", _("Went to another supplier")
    STOPPED = "stopped", _("The customer stopped the project")
    UNSUITABLE = "unsuitable", _("Not the cluster's business")
    DUPLICATE = "duplicate", _("Entered twice")
    REVISED = "revised", _("Replaced by a revision")
    OTHER = "other", _("Other")


class Incoterm(models.TextChoices):
    """Delivery terms: Incoterms 2020 of the International Chamber of Commerce."""

    EXW = "EXW", _("EXW: ex works")
    FCA = "FCA", _("FCA: free carrier")
    CPT = "CPT", _("CPT: carriage paid to")
    CIP = "CIP", _("CIP: carriage and insurance paid to")
    DAP = "DAP", _("DAP: delivered at place")
    DPU = "DPU", _("DPU: delivered at place unloaded")
    DDP = "DDP", _("DDP: delivered duty paid")
    FAS = "FAS", _("FAS: free alongside ship")
    FOB = "FOB", _("FOB: free on board")
    CFR = "CFR", _("CFR: cost and freight")
    CIF = "CIF", _("CIF: cost, insurance and freight")


class Scan(models.TextChoices):
    """What the virus scanner said of a file."""

    NONE = "none", _("Not scanned: no scanner is set up")
    CLEAN = "clean", _("Scanned, nothing found")
    INFECTED = "infected", _("Infected: cannot be opened")
