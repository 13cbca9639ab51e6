"""How forms look: Django's renderer with our templates."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Finds form templates among those of the apps."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
