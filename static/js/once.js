// A form is sent once, however often it is pressed. While it travels its button is busy (data-busy has the
// words for that) but keeps the focus; it is free again when an answer came or the page was come back to.
// A form that may be sent again at any time says data-many.

const idleWords = new WeakMap();

function free(form) {
  if (!form?.dataset.sent) return;
  delete form.dataset.sent;
  for (const button of document.querySelectorAll(".busy")) {
    if (button.form !== form) continue;
    button.classList.remove("busy");
    button.removeAttribute("aria-disabled");
    if (idleWords.has(button)) button.replaceChildren(...idleWords.get(button));
  }
}

function occupy(form, button) {
  form.dataset.sent = "yes";
  if (!button) return;
  button.classList.add("busy");
  button.setAttribute("aria-disabled", "true");
  if (!button.dataset.busy) return;
  idleWords.set(button, [...button.childNodes]);
  button.replaceChildren(button.dataset.busy);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.getAttribute("method") !== "post" && !form.hasAttribute("hx-post")) return;
  if ("many" in form.dataset) return;
  if (!form.dataset.sent) return occupy(form, event.submitter ?? form.querySelector("button:not([type=button])"));
  event.preventDefault();
  event.stopImmediatePropagation();
}, { capture: true }); // before htmx, which listens on the form itself

// Somebody else may have stopped it after all.
document.addEventListener("submit", (event) => {
  const byHtmx = (event.submitter ?? event.target).closest("[hx-post], [hx-put], [hx-delete], [hx-boost=true]");
  if (event.defaultPrevented && !byHtmx) free(event.target);
});

for (const kind of ["htmx:afterRequest", "htmx:sendError", "htmx:validation:halted"]) {
  document.addEventListener(kind, (event) => free(event.target.closest?.("form")));
}
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));
