// Leaflet with marker clusters, as the global `L`: third-party code only, so that map.js stays small and can change
// without making readers fetch this again.
import "leaflet";
import "leaflet.markercluster";
