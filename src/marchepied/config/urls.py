"""All pages, by capability."""

from django.urls import include, path

urlpatterns = [
    path("", include("marchepied.web.public.urls")),
    path("", include("marchepied.web.organisations.urls")),
    path("", include("marchepied.web.referentials.urls")),
    path("", include("marchepied.web.glossary.urls")),
    path("", include("marchepied.web.labels.urls")),
    path("", include("marchepied.web.evidence.urls")),
    path("", include("marchepied.web.participation.urls")),
    path("", include("marchepied.web.deliberation.urls")),
    path("", include("marchepied.web.diagnosis.urls")),
    path("", include("marchepied.web.listening.urls")),
    path("", include("marchepied.web.plans.urls")),
    path("", include("marchepied.web.networks.urls")),
    path("", include("marchepied.web.restitution.urls")),
]

handler404 = "marchepied.web.public.views.not_found"
handler500 = "marchepied.web.public.views.server_error"
