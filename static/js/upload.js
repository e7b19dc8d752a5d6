// A .dropzone[data-max-bytes] around a file input, in a form that htmx sends. Shows what was chosen,
// refuses a file that is empty or too large before it travels, draws the progress, and says when the
// network gave up; the form keeps what was typed. Sentences, with {name} and {size}: data-chosen,
// data-sending, data-empty, data-too-large, data-failed.

const zoneOf = (target) => (target instanceof Element ? target.closest(".dropzone") : null);
const inputOf = (zone) => zone.querySelector("input[type=file]");
const GOOD_NEWS = ["chosen", "sending"];

// The zone of a form on its way, if it carries a file.
function loadedZone(event) {
  const zone = event.target.querySelector?.(".dropzone");
  return zone && inputOf(zone).files.length ? zone : null;
}

function size(bytes) {
  const [amount, unit] =
    bytes < 1e3 ? [bytes, "byte"] : bytes < 1e5 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  const unitDisplay = unit === "byte" ? "long" : "short";
  const words = { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang || undefined, words).format(amount);
}

function say(zone, name) {
  const file = inputOf(zone).files[0];
  const sentence = zone.dataset[name].replace("{name}", file.name).replace("{size}", size(file.size));
  const good = GOOD_NEWS.includes(name);
  const errors = zone.querySelector(".errorlist");
  const line = Object.assign(document.createElement("li"), { textContent: sentence });
  zone.querySelector(".file").textContent = good ? sentence : "";
  errors.replaceChildren(...(good ? [] : [line]));
  zone.querySelector(".again").hidden = name !== "failed";
  if (good) inputOf(zone).removeAttribute("aria-invalid");
  else inputOf(zone).setAttribute("aria-invalid", "true");
}

function progress(zone, fraction) {
  const bar = zone.querySelector("progress");
  bar.hidden = fraction === null;
  bar.value = fraction ?? 0;
}

function chosen(zone) {
  const file = inputOf(zone).files[0];
  if (!file) return;
  const tooLarge = file.size > Number(zone.dataset.maxBytes);
  if (file.size && !tooLarge) {
    say(zone, "chosen");
    // Where nothing else is asked there is no button to press: the file travels at once.
    const form = inputOf(zone).form;
    if (!form.querySelector("button:not([type=button], .again, noscript *)")) form.requestSubmit();
    return;
  }
  say(zone, tooLarge ? "tooLarge" : "empty");
  inputOf(zone).value = "";
}

document.addEventListener("change", (event) => {
  const zone = zoneOf(event.target);
  if (zone && event.target === inputOf(zone)) chosen(zone);
});

for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    const zone = zoneOf(event.target);
    if (!zone || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    zone.classList.add("over");
  });
}

document.addEventListener("dragleave", (event) => {
  const zone = zoneOf(event.target);
  if (zone && !zone.contains(event.relatedTarget)) zone.classList.remove("over");
});

document.addEventListener("drop", (event) => {
  const zone = zoneOf(event.target);
  if (!zone || !event.dataTransfer.files.length) return;
  event.preventDefault();
  zone.classList.remove("over");
  const one = new DataTransfer(); // a second file in the hand would make the input take none
  one.items.add(event.dataTransfer.files[0]);
  inputOf(zone).files = one.files;
  chosen(zone);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const zone = loadedZone(event);
  if (zone) say(zone, "sending");
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const zone = loadedZone(event);
  if (zone && event.detail.lengthComputable) progress(zone, event.detail.loaded / event.detail.total);
});

for (const kind of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(kind, (event) => {
    const zone = loadedZone(event);
    if (!zone) return;
    progress(zone, null);
    say(zone, "failed");
  });
}
