// The two handles on the wave of form.part: pointer, touch, and keyboard (arrows, Page, Home, End). The fields
// `start` and `end` hold the part in seconds; it is sent when the hand rests. Words: data-words ({s}),
// data-words-minutes ({m}, {s}), data-words-said.

const LEAST_PART = 0.5;
const REST = 500; // milliseconds after the last key

const number = (value, digits) =>
  new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumFractionDigits: digits }).format(value);
const all = (form) => Number(form.dataset.seconds);
const partOf = (form) => ({ start: Number(form.start.value), end: Number(form.end.value) });

function words(form, seconds) {
  if (seconds < 59.95) return form.dataset.words.replace("{s}", number(seconds, 1));
  const whole = Math.round(seconds);
  return form.dataset.wordsMinutes.replace("{m}", number(Math.floor(whole / 60), 0)).replace("{s}", number(whole % 60, 0));
}

function drawWave(form, from, to) {
  const wave = form.querySelector(".wave");
  const paths = [...wave.querySelectorAll("path:not(.played)")];
  const bars = paths.flatMap((path) => path.getAttribute("d").match(/M[^M]+/g) ?? []);
  const at = (bar) => Number.parseFloat(bar.slice(1));
  bars.sort((one, other) => at(one) - at(other));
  const inside = (bar) => at(bar) >= from * wave.viewBox.baseVal.width && at(bar) <= to * wave.viewBox.baseVal.width;
  if (paths.length < 2) {
    paths.push(wave.appendChild(paths[0].cloneNode()));
    paths[1].setAttribute("class", "out");
  }
  paths[0].setAttribute("d", bars.filter(inside).join(""));
  paths[1].setAttribute("d", bars.filter((bar) => !inside(bar)).join(""));
}

function drawHandle(form, name, seconds, [least, most]) {
  const handle = form.querySelector(`#part-${name}`);
  handle.hidden = false;
  handle.style.left = `${(100 * seconds) / all(form)}%`;
  handle.parentElement.style.setProperty(`--${name}`, handle.style.left);
  const values = { valuemin: least, valuemax: most, valuenow: seconds };
  for (const [key, value] of Object.entries(values)) handle.setAttribute(`aria-${key}`, value.toFixed(1));
  handle.setAttribute("aria-valuetext", form.dataset.wordsSaid.replace("{s}", number(seconds, 1)));
}

function draw(form) {
  const { start, end } = partOf(form);
  const chosen = end - start;
  drawWave(form, start / all(form), end / all(form));
  drawHandle(form, "start", start, [0, end - LEAST_PART]);
  drawHandle(form, "end", end, [start + LEAST_PART, all(form)]);
  for (const mark of form.querySelectorAll(".mark")) {
    const place = (start + Number(mark.dataset.after)) / all(form);
    mark.hidden = place > 1;
    mark.style.left = `${100 * place}%`;
    mark.classList.toggle("late", place > 0.8);
  }
  form.querySelector(".said").textContent = words(form, chosen);
  const short = form.querySelector(".short");
  if (short) short.hidden = !(chosen < Number(form.dataset.least));
  if (short) form.querySelector(".long").hidden = !(chosen > Number(form.dataset.most ?? Infinity));
  form.querySelector("[data-whole]").hidden = chosen >= all(form) - 0.05;
  Object.assign(form.querySelector("[data-play]").dataset, { from: start, to: end });
}

function move(form, name, seconds) {
  const { start, end } = partOf(form);
  const [least, most] = name === "start" ? [0, end - LEAST_PART] : [start + LEAST_PART, all(form)];
  form[name].value = Math.max(0, Math.min(Math.max(seconds, least), most)).toFixed(2);
  draw(form);
}

let resting = 0;
function sendAfter(form, delay) {
  clearTimeout(resting);
  resting = setTimeout(() => form.isConnected && form.requestSubmit(form.querySelector(".edges button")), delay);
}

const handleOf = (target) => (target instanceof Element ? target.closest(".part .handle") : null);
const nameOf = (handle) => handle.id.replace("part-", "");

document.addEventListener("pointerdown", (event) => {
  const handle = handleOf(event.target);
  if (!handle || event.button) return;
  event.preventDefault();
  handle.focus();
  handle.setPointerCapture(event.pointerId);
  const form = handle.closest("form");
  const follow = (moved) => {
    const { left, width } = handle.parentElement.getBoundingClientRect();
    move(form, nameOf(handle), (all(form) * (moved.clientX - left)) / width);
  };
  handle.addEventListener("pointermove", follow);
  handle.addEventListener("lostpointercapture", () => {
    handle.removeEventListener("pointermove", follow);
    sendAfter(form, 0);
  }, { once: true });
});

document.addEventListener("keydown", (event) => {
  const handle = handleOf(event.target);
  if (!handle) return;
  const form = handle.closest("form");
  const step = all(form) > 300 ? 1 : 0.1;
  const by = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, PageDown: -10 * step, PageUp: 10 * step, Home: -Infinity, End: Infinity }[event.key];
  if (!by) return;
  event.preventDefault();
  move(form, nameOf(handle), partOf(form)[nameOf(handle)] + by);
  sendAfter(form, REST);
});

document.addEventListener("click", (event) => {
  const form = event.target.closest?.("[data-whole]")?.closest("form");
  if (!form) return;
  move(form, "start", 0);
  move(form, "end", Infinity);
  sendAfter(form, 0);
});

const drawAll = () => document.querySelectorAll("form.part").forEach(draw);
document.addEventListener("htmx:afterSettle", drawAll);
drawAll();
