// A double click is one act: while a form of acts is on its way its buttons rest.  (The server keeps it too,
// by the key that each rendering carries.)  Plain forms rest until the page changes, htmx forms until the answer.

function rest(form, resting) {
  for (const button of form.elements) {
    if (button.type !== "submit") continue;
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

// heard before htmx hears it: a second submit would be sent after the first, and its answer lead away from that one's
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-act")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => rest(form, true), 0); // after the pressed button's value has been taken along
}, true);

// back in the page from history: its keys have been used, so that an act would only show the former one again
window.addEventListener("pageshow", (event) => {
  if (event.persisted && document.querySelector("form[data-act]")) window.location.reload();
});

document.addEventListener("htmx:beforeRequest", () => document.getElementById("refusals")?.replaceChildren());
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt.closest?.("form[data-act]");
  if (!form || event.detail.xhr?.getResponseHeader("HX-Redirect")) return; // another page is on its way
  delete form.dataset.sent;
  setTimeout(() => rest(form, false), 0);
});

// an act that reached nobody says so; pressing again is safe, since the key is still the same
function unheard() {
  const place = document.getElementById("refusals");
  if (!place) return;
  const note = document.createElement("div");
  note.className = "refusal";
  note.append(document.createElement("p"));
  note.firstChild.textContent = document.body.dataset.unheard;
  place.replaceChildren(note);
}
document.addEventListener("htmx:sendError", unheard);
document.addEventListener("htmx:timeout", unheard);
