"""Forms: what all of them share, and those of `core`."""

from grandis.hub.core.forms.base import (
    EditForm,
    HubForm,
    HubModelForm,
    day_input,
    model_field,
)

__all__ = ["EditForm", "HubForm", "HubModelForm", "day_input", "model_field"]
