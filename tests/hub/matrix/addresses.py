"""Every address of the hub, read from the URL configuration."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

#: allauth's pages are about the signed-in person alone; `browser/` walks them.
ACCOUNT = ("account_", "mfa_", "usersessions_")


def names() -> list[str]:
    """The names of all pages but allauth's and the API's."""
    found = sorted(set(_walk(get_resolver(), "")))
    return [
        name
        for name in found
        if not name.startswith(ACCOUNT) and not name.startswith("api:v1:")
    ]


def operations() -> list[str]:
    """The names of all operations of the API."""
    found = sorted(set(_walk(get_resolver(), "")))
    return [name for name in found if name.startswith("api:v1:")]


def _walk(resolver: URLResolver, space: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield space + (pattern.name or f"unnamed {pattern.pattern}")
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern, space + inner)
