// The map beside a list: markers with clusters, outlines, and list and map in step.
//
// What lives here: drawing what a page lists, from inert JSON on the page. What does not: fetching or filtering
// providers. Names and other data become text nodes, never markup. Without this file the list says everything.
(() => {
  const L = window.L;
  const NETHERLANDS = [
    [50.75, 3.36],
    [53.55, 7.23],
  ];
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  /** A marker drawn by CSS alone, with a name for assistive technology. */
  const NamedIcon = L.DivIcon.extend({
    createIcon(old) {
      const element = L.DivIcon.prototype.createIcon.call(this, old);
      element.textContent = this.options.text ?? "";
      element.setAttribute("role", "img"); // Leaflet makes it a button where it can be pressed.
      element.setAttribute("aria-label", this.options.name);
      return element;
    },
  });

  const icon = (name, { text, kind = "", size = 28 } = {}) =>
    new NamedIcon({ name, text, className: `vwnw-marker ${kind}`, iconSize: [size, size] });

  const paragraph = (text, tag = "p") => {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  };

  /** Return the popup of a hit: its name as a link to its place in the list, and one line of detail. */
  function popup({ slug, name, detail }) {
    const box = document.createElement("div");
    const item = document.getElementById(`hit-${slug}`);
    const link = paragraph(name, item ? "a" : "strong");
    if (item) link.href = `#hit-${slug}`;
    const line = document.createElement("p");
    line.append(link);
    box.append(line);
    if (detail) box.append(paragraph(detail));
    return box;
  }

  // Colours and dashes stand in map.css: a style sheet is stronger than the attributes that Leaflet writes.
  const outlineStyle = ({ properties }) => ({
    className: properties.kind === "context" ? "vwnw-outline vwnw-outline--context" : "vwnw-outline",
    interactive: false,
  });

  function clusterLayer(labels) {
    return L.markerClusterGroup({
      animate: !calm,
      showCoverageOnHover: false,
      maxClusterRadius: 44,
      iconCreateFunction: (cluster) => {
        const count = cluster.getChildCount();
        return icon(labels.cluster.replace("0", count), { text: count, size: 40 });
      },
    });
  }

  /** Return the mark of the place that was searched for, with its name beside it. */
  function placeMarker({ geometry, properties }) {
    const [longitude, latitude] = geometry.coordinates;
    const options = { icon: icon(properties.name, { kind: "vwnw-marker--place", size: 20 }) };
    const marker = L.marker([latitude, longitude], { ...options, interactive: false, keyboard: false });
    return marker.bindTooltip(paragraph(properties.name, "span"), { permanent: true, direction: "right", offset: [10, 0] });
  }

  /** Point out on the map what is pointed at, or focused, in the list. */
  function keepInStep(clusters, markers) {
    const highlight = (marker, on) =>
      clusters.getVisibleParent(marker)?.getElement()?.classList.toggle("vwnw-marker--active", on);
    for (const [slug, marker] of markers) {
      const item = document.getElementById(`hit-${slug}`);
      if (!item) continue;
      for (const event of ["focusin", "mouseenter"]) item.addEventListener(event, () => highlight(marker, true));
      for (const event of ["focusout", "mouseleave"]) item.addEventListener(event, () => highlight(marker, false));
    }
  }

  /** Let the keyboard into a popup and back to its marker. */
  function guideFocus(map, canvas, labels) {
    let opener = null;
    canvas.addEventListener("keydown", (event) => {
      if (event.key === "Enter") opener = document.activeElement;
      if (event.key === "Escape") map.closePopup();
    });
    map.on("popupopen", ({ popup: opened }) => {
      opened.getElement().querySelector(".leaflet-popup-close-button").setAttribute("aria-label", labels.close);
      if (opener) opened.getElement().querySelector("a[href^='#hit-']")?.focus();
    });
    map.on("popupclose", ({ popup: closed }) => {
      if (opener && closed.getElement()?.contains(document.activeElement)) opener.focus();
      opener = null;
    });
  }

  /** Draw a background where the operator has set a tile server; without one the outlines are enough. */
  function addTiles(map, { tileUrl, tileAttribution }) {
    if (tileUrl) L.tileLayer(tileUrl, { attribution: tileAttribution, maxZoom: 17 }).addTo(map);
  }

  function labelControls(canvas, labels) {
    for (const [part, label] of [["in", labels.zoomIn], ["out", labels.zoomOut]]) {
      const button = canvas.querySelector(`.leaflet-control-zoom-${part}`);
      button.title = label;
      button.setAttribute("aria-label", label);
    }
  }

  function draw(figure) {
    const canvas = figure.querySelector(".vwnw-map__canvas");
    const data = JSON.parse(document.getElementById(figure.dataset.source).textContent);
    const labels = figure.dataset;
    figure.hidden = false;

    const map = L.map(canvas, {
      fadeAnimation: !calm,
      markerZoomAnimation: !calm,
      zoomAnimation: !calm,
      scrollWheelZoom: false,
      attributionControl: Boolean(labels.tileUrl),
      minZoom: 6,
      maxZoom: 17,
    });
    addTiles(map, labels);
    labelControls(canvas, labels);

    const outlines = L.geoJSON(data.outlines ?? [], { style: outlineStyle }).addTo(map);
    const markers = new Map();
    const clusters = clusterLayer(labels);
    for (const { geometry, properties } of data.hits?.features ?? []) {
      const [longitude, latitude] = geometry.coordinates;
      const marker = L.marker([latitude, longitude], { icon: icon(properties.name) });
      marker.bindPopup(() => popup(properties));
      clusters.addLayer(marker);
      markers.set(properties.slug, marker);
    }
    clusters.addTo(map);
    const place = data.place && placeMarker(data.place).addTo(map);

    const around = [clusters, outlines].map((layer) => layer.getBounds()).filter((bounds) => bounds.isValid());
    if (place) around.push(place.getLatLng());
    const everything = around.reduce((sum, bounds) => sum.extend(bounds), L.latLngBounds([]));
    map.fitBounds(everything.isValid() ? everything : NETHERLANDS, { padding: [24, 24], maxZoom: 13 });
    keepInStep(clusters, markers);
    guideFocus(map, canvas, labels);
  }

  for (const figure of document.querySelectorAll(".vwnw-map[data-source]")) draw(figure);
})();
