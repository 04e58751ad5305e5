"""Organisations that say by a link in a mail whether their own record still holds."""
