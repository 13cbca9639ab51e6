"""The demo's own address."""

from django.urls import path

from grandis.hub.demo import views

app_name = "demo"
urlpatterns = [path("demo/sign-in/<str:key>/", views.sign_in, name="sign_in")]
