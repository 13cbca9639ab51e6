"""Texts of libraries that their own catalogues leave in English.

Nothing imports this module. The texts stand here only so that tools/make-messages
keeps them in the hub's catalogues, which come before those of libraries.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

#: django-allauth 65 in Danish.
ALLAUTH = (_("Email"), _("Note"), _("Download"))
#: Django 5.2 in Lithuanian: ages, sizes of files, and what it says about passwords.
DJANGO = (
    _(", "),  # between the parts of an age
    ngettext_lazy("%(num)d year", "%(num)d years", "num"),
    ngettext_lazy("%(num)d month", "%(num)d months", "num"),
    ngettext_lazy("%(num)d week", "%(num)d weeks", "num"),
    ngettext_lazy("%(num)d day", "%(num)d days", "num"),
    ngettext_lazy("%(num)d hour", "%(num)d hours", "num"),
    ngettext_lazy("%(num)d minute", "%(num)d minutes", "num"),
    ngettext_lazy("%(size)d byte", "%(size)d bytes", "size"),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _("Your password can’t be too similar to your other personal information."),
)
