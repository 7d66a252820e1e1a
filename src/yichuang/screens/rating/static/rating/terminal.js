// The terminal goes back by itself: untouched for as long as its face stays, it looks again and is idle.
// A touch begins the time anew, and what is being chosen is not taken away by an event meanwhile.
const region = document.getElementById("rating");
let timer;

function face() {
  return region.querySelector("div.rating");
}

function hold(holding) {
  const form = region.querySelector("form[data-act]");
  form?.toggleAttribute("data-choosing", holding); // the live region leaves such a form alone
}

function wait() {
  clearTimeout(timer);
  if (face()?.dataset.face !== "idle") timer = setTimeout(back, Number(face().dataset.seconds) * 1000);
}

// the next visitor finds the terminal in Chinese and in normal type
function back() {
  hold(false);
  const root = document.documentElement;
  if (root.lang !== "zh-CN" || root.classList.contains("large")) window.location.replace(face().dataset.home);
  else region.refresh();
}

region.addEventListener("live-shown", wait);
region.addEventListener("pointerdown", () => {
  if (face()?.dataset.face !== "asking") return;
  hold(true);
  wait();
});
wait();
