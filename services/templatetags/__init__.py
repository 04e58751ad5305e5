"""Template tags of the services."""
