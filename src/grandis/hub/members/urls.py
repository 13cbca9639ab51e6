"""Pages of the directory, and of what each organisation keeps."""

from django.urls import include, path

from grandis.hub.members.views import (
    company,
    coverage,
    directory,
    find,
    member,
    membership,
    profile,
    rows,
    size,
    spreadsheet,
)

app_name = "members"
of_directory = [
    path("", directory.directory, name="directory"),
    path("map/", directory.sites, name="map"),
    path("<slug:organisation>/", member.member, name="member"),
    path("<slug:organisation>/machines/", member.machines, name="machines"),
]
of_company = [
    path("", company.company, name="company"),
    path("profile/", profile.profile, name="profile"),
    path("figures/publish/", size.publish_size, name="publish_size"),
    path("figures/withdraw/", size.withdraw_size, name="withdraw_size"),
    path("spreadsheet/", spreadsheet.spreadsheet, name="spreadsheet"),
    path("spreadsheet/workbook/", spreadsheet.download, name="workbook"),
    path("<slug:kind>/", rows.rows, name="rows"),
    path("<slug:kind>/add/", rows.add_row, name="add_row"),
    path("<slug:kind>/<slug:key>/", rows.edit_row, name="edit_row"),
    path("<slug:kind>/<slug:key>/remove/", rows.remove_row, name="remove_row"),
]
urlpatterns = [
    path("members/", include(of_directory)),
    path("find/", find.find, name="find"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("hours/", membership.hours, name="hours"),
    path("fees/", membership.fees, name="fees"),
    path("company/", company.own_company, name="own_company"),
    path("company/<slug:organisation>/", include(of_company)),
]
