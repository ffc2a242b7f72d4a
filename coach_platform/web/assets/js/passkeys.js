// <form data-passkey="get|create" data-question="URL">: asks the device, puts its answer into the form and sends it.
// Where the browser knows no passkeys the form stays hidden; passwords and codes work without any of this.
import { csrfToken, each, say } from "./page.js";

const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

each("form[data-passkey]", (form) => {
  if (!window.PublicKeyCredential) return;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const says = form.querySelector("[data-passkey-says]");
    says.textContent = "";
    try {
      const question = await ask(form.dataset.question);
      // null: refused before the device could be asked (too long since the last proof): the form's own address says so.
      if (question) form.elements[form.dataset.answer].value = JSON.stringify(await answer(form.dataset.passkey, question));
      form.submit();
    } catch {
      says.textContent = form.dataset.refused;
      say(form.dataset.refused);
    }
  });
});

async function ask(url) {
  const response = await fetch(url, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, redirect: "error" });
  if (response.status === 403) return null;
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function answer(kind, question) {
  const publicKey = { ...question, challenge: toBytes(question.challenge) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    publicKey[list] = (question[list] ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));
  }
  if (question.user) publicKey.user = { ...question.user, id: toBytes(question.user.id) };
  const made = await navigator.credentials[kind]({ publicKey });
  const response = { clientDataJSON: toText(made.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[part]) response[part] = toText(made.response[part]);
  }
  if (made.response.getTransports) response.transports = made.response.getTransports();
  return { id: made.id, rawId: toText(made.rawId), type: made.type, response, clientExtensionResults: {} };
}

each("button[data-print]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
