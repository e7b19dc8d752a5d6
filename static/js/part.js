// How the part of a .part is drawn: the wave, its two handles, the marks, and its length in words. Two fields, whose
// names end in `start` and `end`, hold it in seconds; handles.js changes them and says "moved". Words: data-words
// ({s}), data-words-minutes ({m}, {s}), data-words-said.

const LEAST_PART = 0.5;

const number = (value, digits) =>
  new Intl.NumberFormat(document.documentElement.lang || undefined, { maximumFractionDigits: digits }).format(value);
const all = (form) => Number(form.dataset.seconds);
const fieldOf = (form, name) => form.querySelector(`input[name$="${name}"]`);
const isNone = (form) => !fieldOf(form, "start").value || !fieldOf(form, "end").value;
const partOf = (form) =>
  isNone(form)
    ? { start: 0, end: all(form) }
    : { start: Number(fieldOf(form, "start").value), end: Number(fieldOf(form, "end").value) };

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
  const handle = form.querySelector(`[data-edge="${name}"]`);
  handle.hidden = isNone(form);
  handle.style.left = `${(100 * seconds) / all(form)}%`;
  handle.parentElement.style.setProperty(`--${name}`, handle.style.left);
  const values = { valuemin: least, valuemax: most, valuenow: seconds };
  for (const [key, value] of Object.entries(values)) handle.setAttribute(`aria-${key}`, value.toFixed(1));
  handle.setAttribute("aria-valuetext", form.dataset.wordsSaid.replace("{s}", number(seconds, 1)));
}

function show(form, button, shown) {
  const found = form.querySelector(button);
  if (found) found.hidden = !shown;
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
  form.querySelector(".said").textContent = isNone(form) ? "" : words(form, chosen);
  const short = form.querySelector(".short");
  if (short) short.hidden = !(chosen < Number(form.dataset.least));
  if (short) form.querySelector(".long").hidden = !(chosen > Number(form.dataset.most ?? Infinity));
  show(form, "[data-whole]", chosen < all(form) - 0.05);
  show(form, "[data-begin]", isNone(form));
  show(form, "[data-none]", !isNone(form));
  Object.assign(form.querySelector("[data-play]").dataset, { from: start, to: end });
}

document.addEventListener("moved", (event) => draw(event.target));

const drawAll = () => document.querySelectorAll(".part").forEach(draw);
document.addEventListener("htmx:afterSettle", drawAll);
drawAll();
