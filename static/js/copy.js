// <button data-copy="text" data-copied="Copied"> copies and says so for two seconds.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const words = button.querySelector("[role=status]") ?? button;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
  } catch {
    return selectInstead(button); // no clipboard on plain http: the text stands selected, ready for Ctrl-C
  }
  const before = button.dataset.before ?? words.textContent;
  button.dataset.before = before;
  words.textContent = button.dataset.copied;
  setTimeout(() => (words.textContent = before), 2000);
});

function selectInstead(button) {
  const code = button.parentElement.querySelector("code");
  if (code) getSelection().selectAllChildren(code);
}
