"""The words of the directory that are chosen from a list."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grandis.processes.names import STAGES


class Stage(models.TextChoices):
    """The eight stages of the value chain."""

    DESIGN = "design", _("Design")
    PROTOTYPING = "prototyping", _("Prototyping")
    TOOLING = "tooling", _("Tooling")
    INJECTION_MOULDING = "injection_moulding", _("Injection moulding")
    EXTRUSION = "extrusion", _("Extrusion")
    BLOW_MOULDING = "blow_moulding", _("Blow moulding")
    THERMOFORMING = "thermoforming", _("Thermoforming")
    SUBCONTRACTING = "subcontracting", _("Subcontracting")


class Process(models.TextChoices):
    """The processes of `grandis.processes`, by its ids."""

    INJECTION_MOULDING = "injection_moulding", _("Injection moulding")
    EXTRUSION = "extrusion", _("Extrusion")
    EXTRUSION_BLOW_MOULDING = "extrusion_blow_moulding", _("Extrusion blow moulding")
    STRETCH_BLOW_MOULDING = "stretch_blow_moulding", _("Stretch blow moulding")
    THERMOFORMING = "thermoforming", _("Thermoforming")
    FDM = "fdm", _("Filament printing (FDM)")
    SLA = "sla", _("Resin printing (SLA)")
    SLS_MJF = "sls_mjf", _("Powder printing (SLS, MJF)")
    VACUUM_CASTING = "vacuum_casting", _("Vacuum casting")
    CNC_MACHINING = "cnc_machining", _("CNC machining")
    PART_DESIGN = "part_design", _("Part design")
    MOULD_MAKING = "mould_making", _("Mould making")
    SPARK_ERODING = "spark_eroding", _("Spark eroding")
    TRIMMING = "trimming", _("Trimming")
    ASSEMBLY = "assembly", _("Assembly")
    WELDING = "welding", _("Welding")
    PRINTING = "printing", _("Printing and decorating")
    PAINTING = "painting", _("Painting")
    DRILLING = "drilling", _("Cutting and drilling")
    INSPECTION = "inspection", _("Measuring and testing")
    PACKING = "packing", _("Packing")
    TRAINING = "training", _("Training")

    @property
    def stage(self) -> Stage:
        """The stage of the value chain that the process usually serves."""
        return Stage(STAGES[self.value])


class ResourceKind(models.TextChoices):
    """What a resource is; a team can do several jobs at a time."""

    MACHINE = "machine", _("Machine")
    LINE = "line", _("Line")
    TEAM = "team", _("Team")


class CleanRoom(models.TextChoices):
    """Classes of air cleanliness by particles, EN ISO 14644-1."""

    ISO_7 = "ISO 7", _("Clean room, ISO class 7")
    ISO_8 = "ISO 8", _("Clean room, ISO class 8")


class Level(models.TextChoices):
    """How well somebody knows a trade."""

    BASIC = "basic", _("Works with guidance")
    PRACTISED = "practised", _("Works alone")
    LEADING = "leading", _("Teaches others")


class OfferKind(models.TextChoices):
    """What a research member offers."""

    TEST = "test", _("Test or measurement")
    COURSE = "course", _("Course")
    EXPERTISE = "expertise", _("Advice and research")


class SizeClass(models.TextChoices):
    """Classes of enterprises, Recommendation 2003/361/EC, annex, article 2."""

    MICRO = "micro", _("Micro enterprise")
    SMALL = "small", _("Small enterprise")
    MEDIUM = "medium", _("Medium-sized enterprise")
    LARGE = "large", _("Large enterprise")


class CertificateStatus(models.TextChoices):
    """How a certificate stands on a day."""

    COMING = "coming", _("Not yet valid")
    VALID = "valid", _("Valid")
    EXPIRING = "expiring", _("Expires soon")
    EXPIRED = "expired", _("Expired")


class Activity(models.TextChoices):
    """The seven areas in which a cluster is active."""

    INFORMATION = "information", _("Information and communication")
    COOPERATION = "cooperation", _("Cooperation")
    TRAINING = "training", _("Training")
    INNOVATION = "innovation", _("Innovation and technology")
    MARKETING = "marketing", _("Joint marketing")
    INTERNATIONAL = "international", _("International growth")
    LOBBYING = "lobbying", _("Lobbying")
