"""Fill areas, places, and the services' types, sectors and dated values. Safe to repeat.

What lives here: the order. What does not: the loading itself (regions/loading.py, services/files/loading.py).
"""

from typing import Any

from django.core.management.base import BaseCommand

from regions.loading import load_places_and_areas
from services.files.loading import load_catalogue


class Command(BaseCommand):
    """`python manage.py load_reference`."""

    help = "Vult gebieden, plaatsen, soorten organisaties, sectoren en gedateerde waarden. Mag vaker."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load all reference facts from fixtures/."""
        places = load_places_and_areas()
        entries = load_catalogue()
        self.stdout.write(f"Plaatsen en gebieden: {places} rijen toegevoegd of bijgewerkt.")
        self.stdout.write(f"Soorten organisaties, sectoren en gedateerde waarden: {entries} toegevoegd.")
