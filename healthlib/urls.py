"""Every address of the library. The rooms name their own; this says where each stands."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from healthlib import health, styleguide

urlpatterns = [
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("admin/", admin.site.urls),
    path("accounts/", include("people.urls")),
    path("reviews/", include("reviews.desk.urls")),
    path("", include("reviews.public.urls")),
    path("", include("articles.public.urls")),
    *(styleguide.urlpatterns if settings.DEBUG else ()),
]

handler400 = "healthlib.errors.bad_request"
handler403 = "healthlib.errors.forbidden"
handler404 = "healthlib.errors.not_found"
handler500 = "healthlib.errors.server_error"
