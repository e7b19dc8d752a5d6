// The two handles on the wave of a .part: pointer, touch, and keyboard (arrows, Page, Home, End). They change the two
// fields and say "moved"; where the .part is a form, it is sent when the hand rests. A part that may be none has buttons
// [data-begin] (with data-begin-start, data-begin-end) and [data-none]; no part is longer than data-longest.

const LEAST_PART = 0.5;
const REST = 500; // milliseconds after the last key

const all = (part) => Number(part.dataset.seconds);
const longest = (part) => Number(part.dataset.longest ?? Infinity);
const fieldOf = (part, name) => part.querySelector(`input[name$="${name}"]`);
const partOf = (part) => ({ start: Number(fieldOf(part, "start").value), end: Number(fieldOf(part, "end").value) });

function move(part, name, seconds) {
  const { start, end } = partOf(part);
  const [least, most] = name === "start" ? [0, end - LEAST_PART] : [start + LEAST_PART, all(part)];
  const here = Math.max(0, Math.min(Math.max(seconds, least), most));
  keep(part, name, here);
  // The other end comes along where the part would be too long.
  if (name === "start" && end - here > longest(part)) keep(part, "end", here + longest(part));
  if (name === "end" && here - start > longest(part)) keep(part, "start", here - longest(part));
  part.dispatchEvent(new CustomEvent("moved", { bubbles: true }));
}

function keep(part, name, seconds) {
  fieldOf(part, name).value = seconds === null ? "" : seconds.toFixed(2);
}

let resting = 0;
function sendAfter(part, delay) {
  clearTimeout(resting);
  resting = setTimeout(() => {
    if (!part.isConnected) return;
    if (part.matches("form")) part.requestSubmit(part.querySelector(".edges button"));
    else fieldOf(part, "end").dispatchEvent(new Event("change", { bubbles: true }));
  }, delay);
}

const handleOf = (target) => (target instanceof Element ? target.closest(".part .handle") : null);
const nameOf = (handle) => handle.dataset.edge;

document.addEventListener("pointerdown", (event) => {
  const handle = handleOf(event.target);
  if (!handle || event.button) return;
  event.preventDefault();
  handle.focus();
  handle.setPointerCapture(event.pointerId);
  const part = handle.closest(".part");
  const follow = (moved) => {
    const { left, width } = handle.parentElement.getBoundingClientRect();
    move(part, nameOf(handle), (all(part) * (moved.clientX - left)) / width);
  };
  handle.addEventListener("pointermove", follow);
  handle.addEventListener("lostpointercapture", () => {
    handle.removeEventListener("pointermove", follow);
    sendAfter(part, 0);
  }, { once: true });
});

document.addEventListener("keydown", (event) => {
  const handle = handleOf(event.target);
  if (!handle) return;
  const part = handle.closest(".part");
  const step = all(part) > 300 ? 1 : 0.1;
  const by = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -10 * step, PageUp: 10 * step, Home: -Infinity, End: Infinity }[event.key];
  if (!by) return;
  event.preventDefault();
  move(part, nameOf(handle), partOf(part)[nameOf(handle)] + by);
  sendAfter(part, REST);
});

const ends = (part) => ({
  whole: [0, all(part)],
  begin: [Number(part.dataset.beginStart), Number(part.dataset.beginEnd)],
  none: [null, null],
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.(".part :is([data-whole], [data-begin], [data-none])");
  if (!button) return;
  const part = button.closest(".part");
  const [start, end] = ends(part)[Object.keys(button.dataset)[0]];
  keep(part, "start", start);
  keep(part, "end", end);
  part.dispatchEvent(new CustomEvent("moved", { bubbles: true }));
  sendAfter(part, 0);
});
