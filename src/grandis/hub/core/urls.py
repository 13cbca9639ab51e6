"""Pages that every installation has."""

from django.urls import URLPattern, URLResolver, include, path

from grandis.hub.core.views import (
    access_log,
    clusters,
    entering,
    health,
    home,
    journal,
    organisations,
    people,
    profile,
    start,
)

app_name = "core"

of_people = [
    path("", people.people, name="people"),
    path("invite/", people.invite_person, name="invite_person"),
    path("<str:key>/duties/", people.change_duties, name="change_duties"),
    path("<str:key>/end/", people.end_appointment, name="end_appointment"),
    path(
        "invitations/<str:key>/withdraw/",
        people.withdraw_invitation,
        name="withdraw_invitation",
    ),
]
of_organisations = [
    path("", organisations.organisations, name="organisations"),
    path("invite/", organisations.invite_organisation, name="invite_organisation"),
    path("<str:key>/", organisations.organisation, name="organisation"),
    path("<str:key>/edit/", organisations.edit_organisation, name="edit_organisation"),
    path("<str:key>/first/", organisations.invite_first, name="invite_first"),
    path("<str:key>/confirm/", organisations.confirm, name="confirm"),
    path("<str:key>/leave/", organisations.leave, name="leave"),
]
of_journal = [
    path("", journal.journal, name="journal"),
    path("export/", journal.export, name="journal_export"),
    path("<int:index>/", journal.entry, name="journal_entry"),
    path("<int:index>/proof/", journal.proof, name="journal_proof"),
]
of_cluster: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("act-for/", start.act_for, name="act_for"),
    path("agree/", organisations.agree, name="agree"),
    path("settings/", clusters.settings, name="settings"),
    path("access/", access_log.access_log, name="access_log"),
    path("people/", include(of_people)),
    path("organisations/", include(of_organisations)),
    path("journal/", include(of_journal)),
]
urlpatterns = [
    path("", start.start, name="start"),
    path("favicon.ico", start.favicon, name="favicon"),
    path("profile/", profile.profile, name="profile"),
    path("profile/data/", profile.personal_data, name="personal_data"),
    path("profile/data/download/", profile.download, name="download"),
    path("profile/erase/", profile.erase, name="erase"),
    path("invitation/<str:secret>/", entering.invitation, name="invitation"),
    path("journal/checkpoint", journal.checkpoint, name="checkpoint"),
    path("journal/key", journal.key, name="journal_key"),
    path("health/", health.health, name="health"),
    path("c/<slug:cluster>/", include(of_cluster)),
]
