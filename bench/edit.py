"""Edit records of one database, each when it is asked for: what a first reader after an edit waits for.

python -m bench.edit        for each place on stdin: renames one provider that serves it, and prints its slug
"""

import sys
from itertools import count

import django


def main() -> None:
    """Edit until there are no more places."""
    django.setup()
    from django.utils import timezone

    from regions.places import find_place
    from services.models import Provider, Verb
    from services.upkeep.door import BY_COMMAND, change

    numbers = count(1)
    for line in sys.stdin:
        location = find_place(line.strip(), timezone.localdate()).location
        provider = Provider.objects.covering(location).order_by("pk").first()
        provider.name = f"{provider.name.partition(' (')[0]} ({next(numbers)})"
        with change(Verb.EDIT, by=BY_COMMAND, records=[provider.pk]):
            provider.save()
        print(provider.slug, flush=True)


if __name__ == "__main__":
    main()
