// After a swap took the focused button away, the focus goes where the person would look: the first field
// that needs correcting, else what is wrong with the whole form, else the heading marked data-focus.
// Whoever is somewhere else stays there.

const WRONG = "[aria-invalid=true]:not([type=hidden]), .errorlist.nonfield";

function lead(piece, places) {
  if (document.activeElement !== document.body) return;
  const place = piece.querySelector(places);
  if (place?.matches(".errorlist")) place.tabIndex = -1;
  place?.focus();
}

document.addEventListener("htmx:afterSettle", (event) => {
  lead(event.target, WRONG);
  lead(event.target, "[data-focus]");
});
lead(document.getElementById("main") ?? document.body, WRONG);
