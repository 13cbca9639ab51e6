"""Texts of django-allauth that its own Danish catalogue leaves in English.

Nothing imports this module. The texts stand here only so that tools/make-messages
keeps them in the hub's catalogues, which come before those of libraries.
"""

from django.utils.translation import gettext_noop as _

TEXTS = (_("Email"), _("Note"), _("Download"))
