"""Pages of quotations and plans."""

from django.urls import URLPattern, URLResolver

app_name = "chains"
urlpatterns: list[URLPattern | URLResolver] = []
