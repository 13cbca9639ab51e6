"""Programs that use the interface with a token."""

import json
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from grandis.hub.api.domain.tokens import make_token, new_secret
from grandis.hub.api.enums import Scope

ROOT = "/api/v1/clusters/plastics"


def token_for(viewer, *scopes, days=30, name="ERP"):
    """A token's secret; with all scopes unless told."""
    secret = new_secret()
    make_token(
        viewer.organisation,
        by=viewer,
        secret=secret,
        name=name,
        scopes=scopes or list(Scope),
        expires_on=timezone.localdate() + timedelta(days=days),
    )
    return secret


class Program:
    """Sends requests with a token, or without one."""

    def __init__(self, secret=""):
        self.client = Client(raise_request_exception=True)
        self.headers = {"Authorization": f"Bearer {secret}"} if secret else {}

    def send(self, method, path, body=None, **headers):
        """Send a request below the cluster's address."""
        data = {} if body is None else {"data": json.dumps(body)}
        return self.client.generic(
            method.upper(),
            path if path.startswith("/") else f"{ROOT}/{path}".rstrip("/"),
            content_type="application/json",
            headers=self.headers
            | {name.replace("_", "-"): value for name, value in headers.items()},
            **data,
        )

    def upload(self, path, file, **headers):
        """Send a file."""
        file.seek(0)
        return self.client.post(
            f"{ROOT}/{path}", {"file": file}, headers=self.headers | headers
        )

    def get(self, path, **headers):
        return self.send("GET", path, **headers)

    def post(self, path, body=None, **headers):
        return self.send("POST", path, body, **headers)

    def patch(self, path, body=None, **headers):
        return self.send("PATCH", path, body, **headers)

    def put(self, path, body=None, **headers):
        return self.send("PUT", path, body, **headers)

    def delete(self, path, **headers):
        return self.send("DELETE", path, **headers)
