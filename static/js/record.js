// Recording in the page, in #record: the microphone is asked for after a tap, with nothing in between that would
// colour the voice. What was recorded goes the way of any file, into the .dropzone. Parts with data-when show in
// those states (closed, open, recording, paused, taken); buttons say what they do in data-do. Sentences:
// data-refused, data-absent, data-broken, data-unable, data-short.

const RAW = { audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 1 } };
const KINDS = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" };
const TROUBLES = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "absent" };

const place = () => document.getElementById("record");
let take = null;

function show(state) {
  place().dataset.state = state;
  for (const part of place().querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
}

function say(name) {
  const sentence = name ? place().dataset[name] : "";
  const line = Object.assign(document.createElement("li"), { textContent: sentence });
  place().querySelector(".errorlist").replaceChildren(...(sentence ? [line] : []));
}

// What is under way is counted from `since`; `before` is what was recorded up to the last pause.
const seconds = () => (take.before + (take.since ? performance.now() - take.since : 0)) / 1000;

function halt() {
  take.before = seconds() * 1000;
  take.since = 0;
}

async function start() {
  say("");
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia(RAW);
  } catch (error) {
    return say(TROUBLES[error.name] ?? "broken");
  }
  const mimeType = Object.keys(KINDS).find((kind) => MediaRecorder.isTypeSupported(kind));
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 128_000 });
  take = { stream, recorder, home: place(), chunks: [], before: 0, since: 0 };
  recorder.addEventListener("dataavailable", (event) => take.chunks.push(event.data));
  recorder.addEventListener("stop", taken);
  recorder.start();
  place().dispatchEvent(new CustomEvent("listening", { detail: stream, bubbles: true }));
  resume();
}

function resume() {
  if (take.recorder.state === "paused") take.recorder.resume();
  take.since = performance.now();
  show("recording");
  follow();
}

function pause() {
  take.recorder.pause();
  halt();
  show("paused");
}

function follow() {
  if (!take?.since) return;
  const whole = Math.floor(seconds());
  take.home.querySelector(".clock").textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  // Not a frame later than the strictest service takes, also in a tab that nobody looks at.
  if (!take.home.isConnected || seconds() >= Number(take.home.dataset.most) - 0.5) return done();
  setTimeout(follow, 100);
}

function done() {
  halt();
  take.recorder.stop();
}

function taken() {
  const { stream, recorder, home, chunks } = take;
  for (const track of stream.getTracks()) track.stop();
  const type = recorder.mimeType.split(";")[0];
  const day = new Date().toLocaleDateString("sv"); // the Swedes write 2026-11-20
  home.file = new File(chunks, `${home.dataset.name}-${day}.${KINDS[type] ?? "webm"}`, { type });
  const short = seconds() < Number(home.dataset.least);
  take = null;
  if (!home.isConnected) return;
  home.querySelector("audio").src = URL.createObjectURL(home.file);
  show("taken");
  say(short ? "short" : "");
  home.querySelector("[data-do=use]").focus();
}

function use() {
  const input = document.querySelector(".dropzone input[type=file]");
  const one = new DataTransfer();
  one.items.add(place().file);
  input.files = one.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function open() {
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) return say("unable");
  say("");
  show("open");
  place().querySelector("[data-do=start]").focus();
}

const DO = { open, start, pause, resume, done, use };
document.addEventListener("click", (event) => DO[event.target.closest("#record [data-do]")?.dataset.do]?.());

// A take that is not used yet is not lost by a wrong click.
addEventListener("beforeunload", (event) => ["recording", "paused", "taken"].includes(place()?.dataset.state) && event.preventDefault());

function begin() {
  if (!place() || place().dataset.state) return;
  place().hidden = false;
  show("closed");
}
document.addEventListener("htmx:afterSettle", begin);
begin();
