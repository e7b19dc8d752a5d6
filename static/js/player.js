// One <audio> for the whole page. <button class="play" data-play="URL"> inside .player or .pic plays and
// pauses; the bars of the .wave beside it light up as they are heard. Left and right arrows on the button,
// or a press on the wave of a .player, move within the sound. Words: data-label-play, data-label-pause,
// data-trouble. With data-from and data-to only that part; data-seconds is its length, which not every file tells.

const audio = new Audio();
audio.preload = "none";
let button = null;

const frameOf = (element) => element.closest(".player, .pic");
const length = () => (Number.isFinite(audio.duration) ? audio.duration : Number(button?.dataset.seconds) || 0);
const from = () => Number(button.dataset.from ?? 0);
const to = () => Number(button.dataset.to ?? length());
const isOver = () => "to" in button.dataset && !audio.paused && audio.currentTime >= to();

function drawPlayed(frame, fraction) {
  const wave = frame.querySelector(".wave");
  if (!wave) return;
  const bars = wave.querySelector("path:not(.played, .out)").getAttribute("d").match(/M[^M]+/g) ?? [];
  let played = wave.querySelector(".played");
  if (!played) {
    played = document.createElementNS("http://www.w3.org/2000/svg", "path");
    played.setAttribute("class", "played");
    wave.append(played);
  }
  played.setAttribute("d", bars.slice(0, Math.ceil(bars.length * fraction)).join(""));
}

function showTime(frame, seconds) {
  const time = frame.querySelector("time");
  if (!time) return;
  time.dataset.length ??= time.textContent;
  const whole = Math.floor(seconds ?? 0);
  const clock = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  time.textContent = seconds === null ? time.dataset.length : clock;
}

function sayTrouble(frame, sentence) {
  frame.querySelector(".trouble")?.remove();
  if (!sentence) return;
  const line = Object.assign(document.createElement("p"), { className: "trouble", role: "alert", textContent: sentence });
  frame.append(line);
}

function showState() {
  if (!button) return;
  const playing = !audio.paused && !audio.ended;
  frameOf(button).classList.toggle("playing", playing);
  button.setAttribute("aria-label", playing ? button.dataset.labelPause : button.dataset.labelPlay);
  if (playing) requestAnimationFrame(follow);
}

function follow() {
  if (button && !button.isConnected) adopt();
  if (!button || !length()) return;
  if (isOver()) return leave();
  drawPlayed(frameOf(button), Math.max(0, (audio.currentTime - from()) / (to() - from())));
  showTime(frameOf(button), audio.currentTime);
  if (!audio.paused) requestAnimationFrame(follow);
}

// A swapped fragment brings the same button anew: the sound goes on under it, or ends with the last one.
function adopt() {
  const same = (other) => other.dataset.play === button.dataset.play;
  button = [...document.querySelectorAll("[data-play]")].find(same) ?? null;
  if (button) showState();
  else audio.pause();
}

function leave() {
  if (!button) return;
  audio.pause();
  showState();
  drawPlayed(frameOf(button), 0);
  showTime(frameOf(button), null);
  button.removeAttribute("aria-busy");
  button = null;
}

function start(next, fraction = null) {
  const move = () => (audio.currentTime = fraction === null ? from() : fraction * length());
  if (next !== button) {
    leave();
    button = next;
    audio.src = next.dataset.play;
    audio.addEventListener("loadedmetadata", move, { once: true });
  } else if (audio.currentTime < from() || audio.currentTime >= to()) move();
  sayTrouble(frameOf(button), "");
  button.setAttribute("aria-busy", "true");
  audio.play().catch(() => {}); // "error" tells the person
}

audio.addEventListener("playing", () => { button?.removeAttribute("aria-busy"); showState(); });
audio.addEventListener("pause", showState);
audio.addEventListener("ended", leave);
audio.addEventListener("timeupdate", () => button && isOver() && leave()); // also in a tab that nobody looks at
audio.addEventListener("error", () => {
  const place = button;
  leave();
  if (place) sayTrouble(frameOf(place), place.dataset.trouble);
});

document.addEventListener("click", (event) => {
  const wave = event.target.closest(".player .wave");
  const pressed = event.target.closest("[data-play]") ?? (wave && frameOf(wave).querySelector("[data-play]"));
  if (!pressed) return;
  if (!wave) return pressed === button && !audio.paused ? audio.pause() : start(pressed);
  const { left, width } = wave.getBoundingClientRect();
  const fraction = (event.clientX - left) / width;
  if (pressed === button && length()) audio.currentTime = fraction * length();
  else start(pressed, fraction);
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
  if (!step || !button || event.target !== button || !length()) return;
  event.preventDefault();
  audio.currentTime = Math.min(Math.max(audio.currentTime + step, from()), to());
  follow();
});
