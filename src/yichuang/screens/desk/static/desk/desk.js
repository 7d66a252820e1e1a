// The desk beyond the kit: a verb that is allowed only from a moment on rests until then, and the number
// field comes to hand when the outcome needs one.
import { hallNow } from "../kit/clock.js";

function rest() {
  const now = hallNow().getTime();
  for (const button of document.querySelectorAll("button[data-from]")) {
    const left = Math.ceil((Date.parse(button.dataset.from) - now) / 1000);
    const note = button.querySelector(".from");
    button.disabled = left > 0 || "rested" in button.dataset;
    if (note) note.textContent = left > 0 ? ` ${left}` : "";
    if (left <= 0) delete button.dataset.from;
  }
}
setInterval(rest, 200);
document.addEventListener("live-shown", rest);
document.addEventListener("htmx:afterSwap", rest);
rest();

// a number typed before the outcome changed to one without a number stays here and is not sent
function number() {
  const field = document.querySelector('#finish input[name="reference"]');
  if (field) field.disabled = !document.querySelector("#finish [data-numbered]:checked");
}
document.addEventListener("live-shown", number);
document.addEventListener("htmx:afterSwap", number);
number();

document.addEventListener("change", (event) => {
  if (!event.target.matches?.('#finish input[name="outcome"]')) return;
  number();
  if ("numbered" in event.target.dataset) event.target.form.elements.reference.focus();
});

// the help with the keys, and the panels above the verbs: opened by their key, the first field at hand,
// closed by Escape and by a press beside them
document.getElementById("keys-open")?.addEventListener("click", () => document.getElementById("keys").showModal());
document.addEventListener("toggle", (event) => {
  const panel = event.target;
  if (panel.matches?.(".desk-panel[open]")) (panel.querySelector("[data-first]") ?? panel.querySelector("select, form button"))?.focus();
}, true);
// what had the focus inside is hidden now: its keys would type into nothing
function close(panel) {
  if (panel.contains(document.activeElement)) panel.querySelector("summary").focus();
  panel.open = false;
}
function shut(except) {
  for (const panel of document.querySelectorAll(".desk-panel[open]")) if (panel !== except) close(panel);
}
document.addEventListener("keydown", (event) => event.key === "Escape" && shut());
document.addEventListener("click", (event) => shut(event.target.closest?.(".desk-panel")));
