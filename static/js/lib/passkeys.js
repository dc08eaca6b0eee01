// Passkeys: a form with data-passkey asks the browser for a key before it is sent.
//   create: makes one, get: uses one, both with the options in the JSON of data-options;
//   sign-in: uses one, with options fetched from the form's address; data-offer: the field that offers keys as it is typed in.
// What goes wrong shows the sentence with its name in data-why.

const offered = new AbortController();                 // ended as soon as the person asks for a key
let last = Promise.resolve();

export function watchPasskeys() {
  const forms = document.querySelectorAll("[data-passkey]");
  if (forms.length && !window.PublicKeyCredential) return fail("unsupported", forms);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-passkey]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    answer(form);
  }, true);
}

// The browser lists keys under the field of the address, where it can.
export async function offerPasskeys() {
  const form = document.querySelector("[data-passkey='sign-in']");
  if (!form || !(await window.PublicKeyCredential?.isConditionalMediationAvailable?.())) return;
  if (offered.signal.aborted) return;
  try {
    const publicKey = request((await fetched(form)).publicKey);
    send(form, await navigator.credentials.get({ publicKey, mediation: "conditional", signal: offered.signal }));
  } catch {
    // nobody asked for anything yet, so there is nothing to say
  }
}

async function answer(form) {
  offered.abort();
  for (const line of document.querySelectorAll("[data-why]")) line.hidden = true;
  try {
    send(form, await credential(form));
  } catch (error) {
    fail(error.name);
  }
}

async function credential(form) {
  if (form.dataset.passkey === "sign-in") {
    return navigator.credentials.get({ publicKey: request((await fetched(form)).publicKey) });
  }
  const { publicKey } = JSON.parse(document.getElementById(form.dataset.options).textContent);
  if (form.dataset.passkey === "get") return navigator.credentials.get({ publicKey: request(publicKey) });
  return navigator.credentials.create({ publicKey: creation(publicKey) });
}

// One after the other: only the challenge that was fetched last is taken.
function fetched(form) {
  const asked = last.then(() => fetch(form.action, { headers: { Accept: "application/json" } })).then((response) => {
    if (!response.ok) throw new Error(response.status);
    return response.json();
  });
  last = asked.catch(() => null);
  return asked.then((answered) => answered.request_options);
}

function send(form, made) {
  form.elements.credential.value = JSON.stringify(plain(made));
  form.submit();
}

function fail(name) {
  const known = document.querySelector(`[data-why="${CSS.escape(name)}"]`) ?? document.querySelector("[data-why='other']");
  if (known) known.hidden = false;
}

// --- JSON on one side, bytes on the other (WebAuthn level 3 has this built in, browsers of 2023 do not) ---

function creation(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: descriptors(options.excludeCredentials),
  };
}

function request(options) {
  return { ...options, challenge: bytes(options.challenge), allowCredentials: descriptors(options.allowCredentials) };
}

function descriptors(list) {
  return (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
}

function plain(made) {
  const { response } = made;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const known = parts.filter((name) => response[name]).map((name) => [name, text(response[name])]);
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    response: { ...Object.fromEntries(known), ...(response.getTransports && { transports: response.getTransports() }) },
    clientExtensionResults: made.getClientExtensionResults(),
  };
}

function bytes(base64url) {
  const binary = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
