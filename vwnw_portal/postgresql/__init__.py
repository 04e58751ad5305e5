"""PostgreSQL as Django knows it, for whom waiting has an end (base.py)."""
