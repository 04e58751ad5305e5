"""How people write a count and a date, and the one value that each writing means."""
