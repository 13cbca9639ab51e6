"""Pages of opportunities."""

from django.urls import include, path, re_path

from grandis.hub.market.views import (
    asking,
    entering,
    files,
    importing,
    opportunity,
    pipeline,
    rates,
    tools,
    tracking,
)

app_name = "market"
of_opportunities = [
    path("", pipeline.table, name="opportunities"),
    path("board/", pipeline.board, name="board"),
    path("enter/", entering.enter, name="enter"),
    path("import/", importing.bring_in, name="import"),
    path("import/template/", importing.template, name="template"),
    re_path(r"^export/(?P<form>xlsx|json)/$", pipeline.export, name="export"),
    path("rates/", rates.rates, name="rates"),
    path("files/<slug:key>/", files.download, name="file"),
    path("files/<slug:key>/remove/", files.detach, name="detach"),
    path("<slug:key>/", opportunity.opportunity, name="opportunity"),
    path("<slug:key>/edit/", entering.edit, name="edit"),
    path("<slug:key>/revise/", entering.revise, name="revise"),
    path("<slug:key>/hand-in/", opportunity.hand_in, name="hand_in"),
    path("<slug:key>/conditions/", opportunity.policy, name="policy"),
    path("<slug:key>/tool/", tools.tool, name="tool"),
    path("<slug:key>/end/", opportunity.end, name="end"),
    path("<slug:key>/link/", opportunity.link, name="link"),
    path("<slug:key>/erase/", opportunity.erase, name="erase"),
    path("<slug:key>/attach/", files.attach, name="attach"),
]
of_link = [
    path("", tracking.track, name="track"),
    path("attach/", files.attach_followed, name="attach_followed"),
    path("files/<slug:key>/", files.download_followed, name="followed_file"),
]
urlpatterns = [
    path("ask/", asking.ask, name="ask"),
    path("ask/sent/", asking.asked, name="asked"),
    path("track/<str:secret>/", include(of_link)),
    path("opportunities/", include(of_opportunities)),
]
