"""What referrals put on the desk of who keeps the directory true (services/desk/registry.py)."""
