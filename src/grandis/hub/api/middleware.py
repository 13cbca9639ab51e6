"""What fails below /api/ says so in one form, whatever failed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from grandis.hub.api.sessions import ROOT
from grandis.hub.api.v1.problems import MEDIA_TYPE, problem_of_status

GetResponse = Callable[[HttpRequest], HttpResponse]


class InterfaceMiddleware:
    """Turns pages about errors into problems, and keeps answers out of caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith(ROOT):
            return response
        if response.status_code >= 400 and response["Content-Type"] != MEDIA_TYPE:
            problem = problem_of_status(response.status_code)
            for name in {"Allow", "Retry-After"} & set(response.headers):
                problem[name] = response[name]
            response = problem
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        patch_vary_headers(response, ("Authorization", "Cookie"))
        return response
