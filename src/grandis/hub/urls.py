"""The addresses. Everything about a cluster stands below its short name."""

from django.urls import include, path

from grandis.hub.core.views.start import set_language

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("i18n/", set_language, name="set_language"),
    path("", include("grandis.hub.demo.urls")),
    path("", include("grandis.hub.core.urls")),
    path("c/<slug:cluster>/", include("grandis.hub.members.urls")),
    path("c/<slug:cluster>/", include("grandis.hub.market.urls")),
    path("c/<slug:cluster>/", include("grandis.hub.chains.urls")),
    path("c/<slug:cluster>/", include("grandis.hub.api.cluster_urls")),
    path("api/", include("grandis.hub.api.urls")),
]
handler400 = "grandis.hub.core.views.errors.bad_request"
handler403 = "grandis.hub.core.views.errors.refused"
handler404 = "grandis.hub.core.views.errors.not_found"
handler429 = "grandis.hub.core.views.errors.too_many"
handler500 = "grandis.hub.core.views.errors.failed"
