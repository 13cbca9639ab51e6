"""The API's addresses."""

app_name = "api"
urlpatterns: list[object] = []
