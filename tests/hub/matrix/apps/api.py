"""What the pages about programs and their tokens are asked for."""

from datetime import timedelta

from django.utils import timezone
from tests.hub.matrix.scene import Scene, States

from grandis.hub.api.domain import tokens
from grandis.hub.api.enums import Scope

FILES = {"api:v1:openapi-json"}


def states(scene: Scene) -> States:
    token = tokens.make_token(
        scene.own,
        by=scene.cast.viewer(scene.cast.ona),
        secret=tokens.new_secret(),
        name="Reporting",
        scopes=[Scope.READ],
        expires_on=timezone.localdate() + timedelta(days=30),
    )
    return {
        "api:documentation": {"": {}},
        "api:operations": {
            "known": {"group": "directory"},
            "unknown": {"group": "nothing"},
        },
        "tokens:index": {"": scene.here()},
        "tokens:make": {"": scene.here()},
        "tokens:revoke": {"": scene.here(key=token.key)},
    }
