"""The addresses of the pages about providers and regions."""

from django.urls import path

from services import region_views, views

urlpatterns = [
    path("zoeken/", views.search, name="search"),
    path("zoeken/plaatsen/", views.suggest, name="suggest"),
    path("organisaties/<slug:slug>/", views.organisation, name="organisation"),
    path("organisaties/<slug:slug>/werkgebied/", views.work_area, name="work_area"),
    path("regios/", region_views.regions, name="regions"),
    path("regios/<slug:code>/", region_views.region, name="region"),
]
