"""The web application: a cluster's people, members, work and decisions."""
