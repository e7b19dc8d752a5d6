// "Who is speaking?" asks for consent only of somebody who has not given it: .consent[data-need] lists those,
// and whoever is new. Without this script everything is shown, and the site asks only what it must.

function show(form) {
  const consent = form.querySelector(".consent[data-need]");
  if (!consent) return;
  const speaker = form.querySelector("[name=speaker]:checked, [name=speaker][type=hidden]")?.value;
  const isNew = speaker === "new";
  consent.classList.remove("asks"); // what the stylesheet can tell without a script
  consent.hidden = !isNew && !consent.dataset.need.split(" ").includes(speaker);
  for (const part of consent.querySelectorAll(".only-new")) part.hidden = !isNew;
}

const showAll = () => document.querySelectorAll("form.speaker").forEach(show);

document.addEventListener("change", (event) => event.target.name === "speaker" && show(event.target.form));
document.addEventListener("htmx:afterSettle", showAll);
showAll();
