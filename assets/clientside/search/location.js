/* "Use my location": the browser finds the neighborhood by itself. The position is compared with
   the boundaries already loaded and then forgotten; it is neither sent nor stored. */
(() => {
  "use strict";

  function insideRing(lon, lat, ring) {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [xi, yi] = ring[i];
      const [xj, yj] = ring[j];
      if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) {
        inside = !inside;
      }
    }
    return inside;
  }

  function insideGeometry(lon, lat, geometry) {
    const polygons =
      geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    /* even-odd over all rings of a polygon: holes take themselves out */
    return polygons.some(
      (rings) => rings.filter((ring) => insideRing(lon, lat, ring)).length % 2 === 1
    );
  }

  function say(button, text) {
    const status = document.getElementById(button.getAttribute("aria-describedby"));
    if (status) status.textContent = text || "";
  }

  async function featureAt(lon, lat, address) {
    /* `own`: shapes that are refused are those of an older site, which the page says */
    const answer = await window.kcNetwork.ask("locate", address, {}, { json: true, own: false });
    if (answer.status === 204) return null;
    const { features } = await answer.json();
    return features.find((feature) => insideGeometry(lon, lat, feature.geometry));
  }

  /* Ask the browser where it is. `told`: boundaries, geography, and what is said meanwhile and
     instead; `then` gets the place. */
  function find(told, tell, then) {
    async function at({ coords }) {
      const feature = await featureAt(coords.longitude, coords.latitude, told.boundaries);
      if (feature === null) return; /* asked for again meanwhile: that answer counts */
      tell(feature ? "" : told.outside);
      if (feature) then(`${told.geography}-${feature.id}`);
    }
    tell(told.searching);
    navigator.geolocation.getCurrentPosition(at, () => tell(told.unavailable), {
      timeout: 10000,
      maximumAge: 60000,
    });
  }

  /* Browsers give a position over HTTPS and on this machine only: elsewhere there is no button. */
  const possible = Boolean(navigator.geolocation) && window.isSecureContext;
  document.documentElement.classList.toggle("no-location", !possible);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-locate]");
    if (!button) return;
    const { open } = button.dataset;
    find(
      button.dataset,
      (text) => say(button, text),
      (place) => {
        if (open) window.kcGo(open.replace("PLACE", place));
        else window.kcExplore.choose([place]);
      }
    );
  });

  window.kcLocation = { find, insideGeometry, possible };
})();
