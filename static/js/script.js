// The text to read aloud beside a recording: which of the #record [data-script] is shown, and its name in the
// field `script` of the form when what travels is the recording of it.

document.addEventListener("change", ({ target }) => {
  const place = document.getElementById("record");
  if (!place) return;
  if (target.matches("#record [name=mood]")) {
    for (const text of place.querySelectorAll("[data-script]")) text.hidden = text.dataset.script !== target.value;
  } else if (target.matches(".dropzone input[type=file]") && target.form.script) {
    const ours = place.file && target.files[0]?.name === place.file.name;
    target.form.script.value = (ours && place.querySelector("[name=mood]:checked")?.value) || "";
  }
}, { capture: true }); // before the file travels
