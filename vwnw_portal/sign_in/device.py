"""What somebody signed in with, in words that its owner knows it by and nobody else can tell them by.

What lives here: reading these words from what a browser says of itself.
"""

# The first that stands in it: browsers name the ones that they look like as well.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome"} | {
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {"Windows": "Windows", "Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Mac OS X": "Mac"} | {
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


def device_of(user_agent: str) -> str:
    """Return the browser and the system, as far as known: `Firefox, Windows`."""
    said = (_first(BROWSERS, user_agent), _first(SYSTEMS, user_agent))
    return ", ".join(name for name in said if name)


def _first(names: dict[str, str], user_agent: str) -> str:
    return next((name for mark, name in names.items() if mark in user_agent), "")
