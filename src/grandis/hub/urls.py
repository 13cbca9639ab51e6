"""The addresses. Everything about a cluster stands below its short name."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("", include("grandis.hub.core.urls")),
    path("c/<slug:cluster>/", include("grandis.hub.members.urls")),
    path("api/", include("grandis.hub.api.urls")),
]
handler400 = "grandis.hub.core.views.errors.bad_request"
handler403 = "grandis.hub.core.views.errors.refused"
handler404 = "grandis.hub.core.views.errors.not_found"
handler500 = "grandis.hub.core.views.errors.failed"
