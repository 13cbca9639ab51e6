"""Files that somebody sends with an opportunity."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grandis.hub.core.errors import Broken
from grandis.hub.core.forms import HubForm
from grandis.hub.market.domain.attachments import MOST_FILES, Checked, check
from grandis.hub.market.filetypes import ENDINGS

#: All files of one request together.
MOST_BYTES_AT_ONCE = 50_000_000


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files, each looked at before anything is kept of it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=Files({"accept": ENDINGS}), **more)

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        """The checked files, in the order in which they were sent."""
        sent: list[UploadedFile[Any]] = [file for file in data or [] if file]
        if not sent and self.required:
            raise forms.ValidationError(_("Choose at least one file."))
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(
                _("Send %(most)d files at most; put several into one PDF.")
                % {"most": MOST_FILES}
            )
        if sum(file.size or 0 for file in sent) > MOST_BYTES_AT_ONCE:
            raise forms.ValidationError(
                _("These files are larger than 50 MB together; send fewer at once.")
            )
        try:
            return [check(file.name or "", file.read()) for file in sent]
        except Broken as broken:
            raise forms.ValidationError(str(broken)) from broken


def drawings_field(*, required: bool) -> FilesField:
    """The field with its label and what it takes."""
    return FilesField(
        label=gettext_lazy("Drawings and other files"),
        required=required,
        help_text=gettext_lazy(
            "PDF, pictures, STEP, IGES, DXF, DWG, STL, 3MF, Word or Excel; 20 MB each."
        ),
    )


class FilesForm(HubForm):
    """Files for an opportunity that is there."""

    drawings = drawings_field(required=True)


class MoreFilesForm(forms.Form):
    """Files beside the answers that are being checked."""

    drawings = drawings_field(required=False)
