"""The interface's addresses."""

from django.urls import path

from grandis.hub.api.v1.api import api
from grandis.hub.api.views.documentation import documentation, operations

app_name = "api"
urlpatterns = [
    path("v1/", documentation, name="documentation"),
    path("v1/operations/<slug:group>/", operations, name="operations"),
    path("v1/", api.urls),
]
