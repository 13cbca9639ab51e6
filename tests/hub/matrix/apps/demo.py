"""What the pages of the demo are asked for."""

from tests.hub.matrix.scene import Scene, States

FILES: set[str] = set()


def states(scene: Scene) -> States:
    return {"demo:sign_in": {"": {"key": scene.cast.ona.key}}}
