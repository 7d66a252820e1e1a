// When the ticket is called the phone says so: it shakes, and the title of the page changes.
const region = document.getElementById("ticket");
const title = document.title;
let seen = region?.querySelector("[data-state]")?.dataset.state;

region?.addEventListener("live-shown", () => {
  const state = region.querySelector("[data-state]")?.dataset.state;
  if (!state || state === seen) return;
  seen = state;
  const called = state.startsWith("called");
  document.title = called ? `● ${title}` : title;
  if (called) {
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([400, 150, 400, 150, 800]);
    region.scrollIntoView({ block: "start" });
  }
});
