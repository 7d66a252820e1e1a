// How many materials have been looked at, and how many of them are not as they should be.
const tally = document.getElementById("case-tally");
function count() {
  if (!tally) return;
  const seen = document.querySelectorAll("#look .case-seg input:checked");
  const missing = [...seen].filter((one) => one.closest("label").classList.contains("bad"));
  tally.textContent = tally.dataset.text
    .replace("{seen}", seen.length)
    .replace("{all}", tally.dataset.all)
    .replace("{missing}", missing.length);
}
document.addEventListener("change", count);
count();
