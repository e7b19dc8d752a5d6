// .counter[data-for] under a field counts what would really be sent: a line end is one; unit "bytes"
// counts UTF-8, "weighted" a Chinese character twice. From nine tenths of the limit on, and over it, the
// sentence changes and is read out once. Of several counters the one nearest to its limit is shown.
// Words: data-count, data-over with {count}, {limit}, {over}.

const HAN = /[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u;

function counted(text, unit) {
  const plain = text.replaceAll("\r\n", "\n");
  if (unit === "bytes") return new TextEncoder().encode(plain).length;
  const signs = [...plain];
  return unit === "weighted" ? signs.reduce((sum, sign) => sum + (HAN.test(sign) ? 2 : 1), 0) : signs.length;
}

function update(field) {
  if (!field.id) return;
  const counters = [...document.querySelectorAll(`.counter[data-for="${CSS.escape(field.id)}"]`)];
  const share = ({ dataset }) => counted(field.value, dataset.unit) / dataset.limit;
  const closest = counters.toSorted((one, other) => share(other) - share(one))[0];
  for (const counter of counters) {
    counter.hidden = counter !== closest;
    if (counter === closest) tell(counter, field);
  }
}

function tell(counter, field) {
  const { limit, unit } = counter.dataset;
  const count = counted(field.value, unit);
  const state = count > limit ? "over" : count > limit * 0.9 ? "near" : "";
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  const sentence = (state === "over" ? counter.dataset.over : counter.dataset.count)
    .replace("{count}", number.format(count))
    .replace("{limit}", number.format(limit))
    .replace("{over}", number.format(count - limit));
  counter.querySelector(".now").textContent = sentence;
  if (counter.dataset.state !== state) counter.querySelector("[role=status]").textContent = state ? sentence : "";
  counter.dataset.state = state;
  counter.classList.toggle("near", state === "near");
  counter.classList.toggle("over", state === "over");
}

function updateAll() {
  for (const counter of document.querySelectorAll(".counter[data-for]")) {
    const field = document.getElementById(counter.dataset.for);
    if (field) update(field);
  }
}

document.addEventListener("input", (event) => update(event.target));
document.addEventListener("htmx:afterSettle", updateAll);
updateAll();
