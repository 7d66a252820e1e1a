// data-key="F2" on a button: the key presses it.  One key per verb, shown on the button with <kbd>.
// While one types in a field only keys that type nothing (F1 … F12, Escape) are heard.
// Escape closes what was folded open around where one is, else it presses what bears it: the way out.

function pressable(button) {
  return !button.disabled && button.getAttribute("aria-disabled") !== "true" && button.offsetParent !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const key = event.key;
  const typesNothing = /^F\d+$/.test(key) || key === "Escape";
  const field = event.target instanceof Element && event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  if (field && !typesNothing) return;
  const folded = key === "Escape" && event.target instanceof Element && event.target.closest("details[open]");
  if (folded) {
    folded.open = false;
    folded.querySelector("summary").focus();
    return;
  }
  const dialog = document.querySelector("dialog[open]");
  const scope = dialog ?? document;
  const wanted = [...scope.querySelectorAll("[data-key]")].filter((one) => one.dataset.key === key);
  if (!wanted.length) return;
  event.preventDefault();
  wanted.find(pressable)?.click();
});
