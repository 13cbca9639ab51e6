"""Pages of opportunities."""

from django.urls import path

from grandis.hub.market.views import tracking

app_name = "market"
urlpatterns = [
    path("track/<str:secret>/", tracking.track, name="track"),
]
