"""Pages of quotations and plans."""

from django.urls import URLPattern, URLResolver, include, path

from grandis.hub.chains.views import (
    offers,
    plan_asking,
    plan_files,
    plan_pages,
    plan_runs,
    quotation_files,
    quotations,
    spotting,
    work,
)

app_name = "chains"
of_plan = [
    path("", plan_pages.plan, name="plan"),
    path("progress/", plan_runs.progress, name="plan_progress"),
    path("cancel/", plan_runs.cancel, name="cancel_plan"),
    path("table/", plan_pages.table, name="plan_table"),
    path("reasons/", plan_pages.reasons, name="plan_reasons"),
    path("compare/", plan_pages.compare, name="compare_plans"),
    path("chain/<slug:opportunity>/", plan_pages.chain, name="plan_chain"),
    path("replan/", plan_asking.replan, name="replan"),
    path("what-if/", plan_asking.what_if, name="what_if"),
    path("front/", plan_asking.front, name="plan_front"),
    path("take/<int:choice>/", plan_asking.take, name="take_plan"),
    path("publish/", plan_asking.publish, name="publish_plan"),
    path("withdraw/", plan_asking.withdraw, name="withdraw_plan"),
    path("plan.<slug:kind>", plan_files.plan_file, name="plan_file"),
]
of_plans: list[URLPattern | URLResolver] = [
    path("", plan_runs.plan_list, name="plans"),
    path("new/", plan_runs.new_plan, name="new_plan"),
    path("<slug:run>/", include(of_plan)),
]
of_work = [
    path("", work.own_work, name="work"),
    path("work.<slug:kind>", work.work_file, name="work_file"),
    path("calendar/", work.feed_page, name="work_feed"),
    path("calendar/<slug:key>/revoke/", work.revoke_feed, name="revoke_feed"),
    path("calendar/<str:secret>.ics", work.feed, name="feed"),
]
of_quotation = [
    path("", offers.quotation, name="quotation"),
    path("route/", quotations.choose, name="quotation_route"),
    path("offer/", quotations.offer, name="quotation_offer"),
    path("offer.pdf", quotation_files.pdf, name="quotation_pdf"),
    path("offer.json", quotation_files.as_json, name="quotation_json"),
    path("accept/", offers.accept, name="quotation_accept"),
    path("decline/", offers.decline, name="quotation_decline"),
]
tracked = [
    path("offer.pdf", quotation_files.tracked_pdf, name="tracked_pdf"),
    path("accept/", offers.tracked_accept, name="tracked_accept"),
    path("decline/", offers.tracked_decline, name="tracked_decline"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("plans/", include(of_plans)),
    path("work/", include(of_work)),
    path("gaps/", spotting.spotting, name="spotting"),
    path("opportunities/<slug:key>/quote/", quotations.quote, name="quote"),
    path("quotations/<slug:key>/", include(of_quotation)),
    path("track/<str:secret>/offers/<slug:key>/", include(tracked)),
]
