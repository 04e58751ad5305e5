"""Addresses of the map and the regions."""

from django.urls import path

from services.coverage import map_views, views

urlpatterns = [
    path("kaart/", map_views.country, name="map"),
    path("kaart/gebied/<slug:code>/", map_views.area, name="map_area"),
    path("regios/", map_views.all_regions, name="regions"),
    path("regios/ontbreekt/", views.gaps, name="gaps"),
    path("regios/<slug:code>/", views.region, name="region"),
]
