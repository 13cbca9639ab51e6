"""Addresses that a page needs for each of its rows."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(4_096)
def page_of_opportunity(cluster: str, opportunity: str) -> str:
    """The page of an opportunity, by the cluster's slug and the opportunity's key."""
    return reverse("market:opportunity", args=[cluster, opportunity])
