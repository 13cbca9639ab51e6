"""What every test shares: properties are not timed, machines differ."""

from hypothesis import settings

settings.register_profile("grandis", deadline=None)
settings.load_profile("grandis")
