"""The reviewers' desk."""

from django.urls import path

from reviews.desk import attesting, life, notices, views
from reviews.desk.publishing import publish
from reviews.desk.revoking import revoke, revoke_attestation
from reviews.desk.withdrawing import withdraw

app_name = "desk"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("<int:pk>/", views.detail, name="review"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/changes/", views.changes, name="changes"),
    path("<int:pk>/recall/", views.recall, name="recall"),
    path("<int:pk>/publish/", publish, name="publish"),
    path("signatures/<int:pk>/revoke/", revoke, name="revoke"),
    path("attestations/<int:pk>/revoke/", revoke_attestation, name="revoke_attestation"),
    path("articles/<int:pk>/", life.life, name="life"),
    path("articles/<int:pk>/end/", life.end, name="end"),
    path("articles/<int:pk>/move/", life.move, name="move"),
    path("articles/<int:pk>/cancel/", life.cancel, name="cancel"),
    path("articles/<int:pk>/again/", life.again, name="again"),
    path("articles/<int:pk>/withdraw/", withdraw, name="withdraw"),
    path("articles/<int:pk>/rereview/", life.rereview, name="rereview"),
    path("attest/", attesting.attest, name="attest"),
    path("notices/", notices.notices, name="notices"),
    path("notices/new/", notices.propose, name="propose_notice"),
    path("notices/<int:pk>/", notices.detail, name="notice"),
    path("notices/<int:pk>/confirm/", notices.confirm, name="confirm_notice"),
    path("notices/<int:pk>/lift/", notices.lift, name="lift_notice"),
]
