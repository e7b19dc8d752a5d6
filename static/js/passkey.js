// <form data-passkey="create|get" data-options="id of a JSON element"> asks the browser for a passkey before it is
// sent; with data-options-url the options are fetched when the button is pressed. The answer goes into the field
// named "credential". What went wrong stands in its [role=alert], in the words of data-none and data-refused.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (list) => list?.map((each) => ({ ...each, id: bytes(each.id) }));

async function optionsOf(form) {
  if (!form.dataset.optionsUrl) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function create(form, { creation_options: { publicKey } }) {
  const alone = form.elements.passwordless?.checked ?? false;
  const authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  };
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      authenticatorSelection,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: withBytes(publicKey.excludeCredentials),
    },
  });
}

async function get(form, { request_options: { publicKey } }) {
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: withBytes(publicKey.allowCredentials),
    },
  });
}

function written(credential) {
  const { id, type, rawId, response, authenticatorAttachment } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  const clientExtensionResults = credential.getClientExtensionResults();
  return JSON.stringify({ id, type, rawId: text(rawId), response: said, authenticatorAttachment, clientExtensionResults });
}

async function ask(form) {
  const place = form.querySelector("[role=alert]");
  place.textContent = "";
  if (!window.PublicKeyCredential) return (place.textContent = form.dataset.none);
  try {
    const options = await optionsOf(form);
    const credential = await (form.dataset.passkey === "create" ? create : get)(form, options);
    form.elements.credential.value = written(credential);
  } catch {
    return (place.textContent = form.dataset.refused); // closed, too slow, not this one, or no network
  }
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(form);
  });
}
