"""What one wants to know before going somewhere: opening hours, languages, room and documents. Pure."""
