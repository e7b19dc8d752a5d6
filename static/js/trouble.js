// A request of a fragment that failed says so once, in #trouble, and takes it back when one works again.
// Words: data-offline (no answer at all), data-error (the site could not do it), data-forbidden (it would not),
// data-gone (there is nothing, or no longer for this person), data-signed-out.

const line = () => document.getElementById("trouble");

function say(kind) {
  const place = line();
  if (!place || place.dataset.says === kind) return;
  place.dataset.says = kind;
  place.querySelector("span").textContent = kind ? place.dataset[kind] : "";
  place.querySelector(".message").hidden = !kind;
}

// An upload says it beside its file.
const elsewhere = (event) => event.target.querySelector?.(".dropzone");

document.addEventListener("htmx:sendError", (event) => elsewhere(event) || say("offline"));
document.addEventListener("htmx:timeout", (event) => elsewhere(event) || say("offline"));
const KINDS = { 401: "forbidden", 403: "forbidden", 404: "gone" };
document.addEventListener("htmx:responseError", (event) => {
  const kind = KINDS[event.detail.xhr.status];
  // Somebody who was removed, or has another role now: the whole page says so, in words. One in which something
  // is being sent stays as it is.
  if (kind && event.detail.requestConfig.verb === "get") location.reload();
  else if (!elsewhere(event)) say(kind ?? "error");
});
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (event.detail.xhr.status < 400) say("");
});

// Signed out meanwhile: the sign-in page must not land inside a fragment. A page that only refreshes itself
// is loaded anew and asks for it; one in which something was typed stays, and says where to sign in.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  const address = new URL(xhr.responseURL || location.href);
  if (address.pathname !== line()?.dataset.login || location.pathname === address.pathname) return;
  event.detail.shouldSwap = false;
  if (requestConfig.verb === "get") location.reload();
  else setTimeout(() => say("signedOut")); // after the answer, which did come, has taken back older trouble
});
