"""Fill areas, places, outlines, and the services' types, sectors and dated values. Safe to repeat.

What lives here: the order. What does not: the loading itself (regions/loading.py, regions/outline_sets.py,
services/files/loading.py).
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from regions.loading import load_places_and_areas
from regions.outline_sets import load_indicative_outlines
from services.files.loading import ShippedFileRefused, load_catalogue


class Command(BaseCommand):
    """`python manage.py load_reference`."""

    help = "Vult gebieden, plaatsen, soorten organisaties, sectoren en gedateerde waarden. Mag vaker."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load all reference facts from fixtures/, or none where one of them is wrong."""
        try:
            with transaction.atomic():
                places = load_places_and_areas()
                outlines = load_indicative_outlines()
                entries = load_catalogue()
        except ShippedFileRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Plaatsen en gebieden: {places} rijen toegevoegd of bijgewerkt.")
        self.stdout.write(f"Indicatieve grenzen: {outlines} rijen toegevoegd of bijgewerkt.")
        self.stdout.write(f"Soorten organisaties, sectoren en gedateerde waarden: {entries} toegevoegd.")
