"""Pages of the directory."""

app_name = "members"
urlpatterns: list[object] = []
