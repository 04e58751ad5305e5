"""The words of the field, and the scheme of who does what."""
