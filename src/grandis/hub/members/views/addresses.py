"""Addresses that a page needs for each of its rows."""

from functools import lru_cache

from django.urls import reverse


@lru_cache(4_096)
def page_of_member(cluster: str, organisation: str) -> str:
    """The page of a member, by the cluster's slug and the organisation's key."""
    return reverse("members:member", args=[cluster, organisation])
