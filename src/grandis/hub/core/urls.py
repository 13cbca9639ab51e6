"""Pages that every installation has."""

from django.urls import path

from grandis.hub.core.views import start

app_name = "core"
urlpatterns = [
    path("", start.start, name="start"),
    path("c/<slug:cluster>/", start.home, name="home"),
    path("invitation/<str:secret>/", start.invitation, name="invitation"),
]
