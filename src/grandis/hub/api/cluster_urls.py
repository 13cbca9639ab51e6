"""The pages about a person's tokens, within a cluster."""

from django.urls import path

from grandis.hub.api.views import tokens

app_name = "tokens"
urlpatterns = [
    path("tokens/", tokens.index, name="index"),
    path("tokens/new/", tokens.make, name="make"),
    path("tokens/<str:key>/revoke/", tokens.revoke, name="revoke"),
]
