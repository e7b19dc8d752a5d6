// How loud a microphone is, while it can still be mended. The event "listening" on an element brings an open
// stream (detail); the element's <meter> and .level follow it until the stream ends. Sentences: data-quiet,
// data-loud, data-right.

const QUIET = -34; // dB of full scale that speech reaches within REMEMBERED
const LOUD = -1;
const REMEMBERED = 3000; // milliseconds

function peakOf(listener) {
  const samples = new Float32Array(listener.fftSize);
  listener.getFloatTimeDomainData(samples);
  return 20 * Math.log10(Math.max(1e-5, ...samples.map(Math.abs)));
}

function say(place, level) {
  const line = place.querySelector(".level");
  if (line.dataset.says === level) return;
  line.dataset.says = level;
  line.textContent = place.dataset[level];
}

document.addEventListener("listening", ({ target: place, detail: stream }) => {
  const context = new AudioContext();
  const listener = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(listener);
  let peaks = [];
  const follow = () => {
    if (!stream.active || !place.isConnected) return context.close();
    const now = performance.now();
    const peak = peakOf(listener);
    peaks = [...peaks.filter((each) => now - each.at < REMEMBERED), { at: now, peak }];
    place.querySelector("meter").value = Math.max(0, 1 + peak / 60);
    const loudest = Math.max(...peaks.map((each) => each.peak));
    if (loudest > LOUD) say(place, "loud");
    else if (now - peaks[0].at > REMEMBERED / 2) say(place, loudest < QUIET ? "quiet" : "right");
    requestAnimationFrame(follow);
  };
  follow();
});
