// The map beside a list: markers with clusters, outlines, work areas, and list and map in step.
//
// What lives here: drawing what a page lists, from inert JSON on the page, and the work area of a provider when it is
// chosen. What does not: finding or filtering providers. Names and other data become text nodes, never markup. Without
// this file the list says everything.
(() => {
  const L = window.L;
  const NETHERLANDS = [
    [50.75, 3.36],
    [53.55, 7.23],
  ];
  const POSTCODE_METRES = 1200; // a postcode has no outline: a circle about as wide as a town's postcode
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
    const area = item?.querySelector("[data-work-area]");
    if (area) box.append(area.cloneNode(true));
    return box;
  }

  // Colours and dashes stand in map.css: a style sheet is stronger than the attributes that Leaflet writes.
  const outlineStyle = ({ properties }) => ({
    className: `vwnw-outline vwnw-outline--${properties.kind}`,
    interactive: Boolean(document.getElementById(`region-${properties.code}`)), // what the list names is a link
  });

  /** Make the outline of a region a real link to where its link in the list leads, and point out one in the other. */
  function linkOutline(map, layer) {
    const item = document.getElementById(`region-${layer.feature.properties.code}`);
    if (!item) return;
    const path = layer.getElement();
    const link = document.createElementNS("http://www.w3.org/2000/svg", "a");
    link.setAttribute("href", item.href);
    link.setAttribute("aria-label", item.textContent);
    path.replaceWith(link);
    link.append(path);
    // A drag that ends on a region is no click on it. Enter has no mouse clicks to count.
    link.addEventListener("click", (event) => event.detail && map.dragging.moved() && event.preventDefault());
    // The name stands beside the layer, not on it: Leaflet would make the outline a second stop for the Tab key.
    const name = L.tooltip().setLatLng(layer.getBounds().getCenter()).setContent(paragraph(item.textContent, "span"));
    for (const event of ["focus", "mouseenter"]) link.addEventListener(event, () => name.addTo(map));
    for (const event of ["blur", "mouseleave"]) link.addEventListener(event, () => name.remove());
    link.addEventListener("keydown", (event) => event.key === "Escape" && name.remove());
    const highlight = (on) => path.classList.toggle("vwnw-outline--active", on);
    for (const event of ["focus", "mouseenter"]) item.addEventListener(event, () => highlight(true));
    for (const event of ["blur", "mouseleave"]) item.addEventListener(event, () => highlight(false));
  }

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
    return marker.bindTooltip(paragraph(properties.name, "span"), { permanent: true, direction: "bottom", offset: [0, 20] });
  }

  /** Call `change` with whether the element is pointed at or focused, whenever that begins or ends. */
  function onAttention(element, change) {
    for (const event of ["focusin", "mouseenter"]) element.addEventListener(event, () => change(true));
    for (const event of ["focusout", "mouseleave"]) element.addEventListener(event, () => change(false));
  }

  /** Point out on the map what has attention in the list, and in the list what has it on the map. */
  function keepInStep(clusters, markers) {
    for (const [slug, marker] of markers) {
      const item = document.getElementById(`hit-${slug}`);
      if (!item) continue;
      onAttention(item, (on) =>
        clusters.getVisibleParent(marker)?.getElement()?.classList.toggle("vwnw-marker--active", on),
      );
      const follow = () => onAttention(marker.getElement(), (on) => item.classList.toggle("vwnw-card--active", on));
      marker.on("add", follow); // a marker that leaves a cluster gets a new element
      if (marker.getElement()) follow();
    }
  }

  /** Return a function that draws the work area at an address, instead of the one before, and returns it in words. */
  function workAreaLayer(map) {
    let layer;
    let asked;
    return async (url) => {
      asked = url;
      const area = await (await fetch(url)).json();
      if (asked !== url) return area.words; // another one was chosen in the meantime
      layer?.remove();
      layer = L.geoJSON(area.outlines, {
        style: outlineStyle,
        pointToLayer: (_feature, centre) => L.circle(centre, { radius: POSTCODE_METRES }),
      }).addTo(map);
      if (layer.getBounds().isValid()) map.fitBounds(layer.getBounds(), { padding: [16, 16], maxZoom: 12 });
      return area.words;
    };
  }

  /** Draw the work area of a provider when it is chosen, in the list or on its marker, and lead back to the list. */
  function drawWhenChosen(map, figure, drawArea, markers) {
    const words = figure.querySelector(".vwnw-map__words");
    let chosen;
    const mark = (kind) => chosen?.setIcon(icon(chosen.options.name, { kind }));
    document.addEventListener("click", async (event) => {
      const link = event.target.closest("a[data-work-area]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      map.closePopup();
      mark("");
      chosen = markers.get(link.dataset.slug);
      mark("vwnw-marker--active");
      words.textContent = await drawArea(link.dataset.workArea).catch(() => figure.dataset.failed);
      const back = paragraph(figure.dataset.back, "a");
      back.href = `#hit-${link.dataset.slug}`;
      words.append(" ", back);
      figure.scrollIntoView({ block: "nearest" });
      words.focus({ preventScroll: true });
    });
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
      zoomSnap: 0.5,
      maxZoom: 17,
    });
    addTiles(map, labels);
    labelControls(canvas, labels);

    const outlines = L.geoJSON(data.outlines ?? [], { style: outlineStyle }).addTo(map);
    const markers = new Map();
    const clusters = clusterLayer(labels);
    for (const { geometry, properties } of data.hits?.features ?? []) {
      const [longitude, latitude] = geometry.coordinates;
      const marker = L.marker([latitude, longitude], { icon: icon(properties.name), name: properties.name });
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
    outlines.eachLayer((layer) => layer.options.interactive && linkOutline(map, layer)); // drawn once there is a view
    keepInStep(clusters, markers);
    guideFocus(map, canvas, labels);
    const drawArea = workAreaLayer(map);
    if (markers.size) drawWhenChosen(map, figure, drawArea, markers);
    // Where this fails, the page still says the same in words.
    if (labels.area) drawArea(labels.area).catch(() => {});
  }

  for (const figure of document.querySelectorAll(".vwnw-map[data-source]")) draw(figure);
})();
