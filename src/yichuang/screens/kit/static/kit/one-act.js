// A double click is one act: while a form of acts is on its way its buttons rest.  (The server keeps it too,
// by the key that each rendering carries.)  Plain forms rest until the page changes, htmx forms until the answer.

function rest(form, resting) {
  for (const button of form.querySelectorAll("button")) {
    if (resting && !button.disabled) {
      button.dataset.rested = "";
      button.setAttribute("aria-busy", "true");
      button.disabled = true;
    } else if (!resting && "rested" in button.dataset) {
      delete button.dataset.rested;
      button.removeAttribute("aria-busy");
      button.disabled = false;
    }
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-act") || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => rest(form, true), 0); // after the pressed button's value has been taken along
});

// back in the page from history: everything is fresh again
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    rest(form, false);
  }
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt.closest?.("form[data-act]");
  if (form) setTimeout(() => rest(form, true), 0);
  document.getElementById("refusals")?.replaceChildren();
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form[data-act]");
  if (form) setTimeout(() => rest(form, false), 0);
});
