// The cashier beyond the kit: what is received shows its change at once, pieces add up to what a drawer holds,
// a paper that was asked for goes to the printer, and a key leads to its field.  The server reckons again.

const TYPED = /^(?:\d{1,11}|\d{1,3}(?:,\d{3})+)(?:\.\d{0,2})?$/;

function cents(text) {
  const plain = text.normalize("NFKC").trim().replace(/^¥/, "").trim();
  if (!TYPED.test(plain)) return null;
  const [whole, part = ""] = plain.replaceAll(",", "").split(".");
  return Number(whole) * 100 + Number(part.padEnd(2, "0"));
}

function yuan(amount) {
  return `${Math.floor(amount / 100)}.${String(amount % 100).padStart(2, "0")}`;
}

const cash = document.getElementById("cash");
if (cash) {
  const due = Number(cash.dataset.due);
  const field = cash.elements.received;
  const label = cash.querySelector("[data-change-label]");
  const words = { change: label.textContent, short: label.dataset.short };
  const preview = () => {
    const received = cents(field.value);
    const short = received !== null && received < due;
    cash.querySelector("[data-received]").textContent = received === null ? "–" : yuan(received);
    cash.querySelector("[data-change]").textContent = received === null ? "–" : yuan(Math.abs(received - due));
    label.textContent = short ? words.short : words.change;
    label.parentElement.classList.toggle("short", short);
  };
  field.addEventListener("input", preview);
  cash.querySelector("[data-exact]").addEventListener("click", () => {
    field.value = yuan(due);
    preview();
    field.focus();
  });
}

for (const form of document.querySelectorAll("form[data-count]")) {
  form.addEventListener("input", () => {
    let sum = 0;
    for (const one of form.querySelectorAll("[data-piece]")) sum += Number(one.dataset.piece) * (Number.parseInt(one.value, 10) || 0);
    form.querySelector("[data-sum]").textContent = yuan(sum);
  });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-dialog], [data-shut], [data-focus]");
  if (!button) return;
  if (button.dataset.dialog) document.getElementById(button.dataset.dialog).showModal();
  if (button.dataset.shut) document.getElementById(button.dataset.shut).close();
  if (button.dataset.focus) document.getElementById(button.dataset.focus).focus();
});

// a refusal is read behind no dialog
document.addEventListener("htmx:responseError", () => document.querySelector("dialog[open]")?.close());

if (document.querySelector("[data-print-now]")) {
  const address = new URL(window.location.href);
  address.searchParams.delete("print");
  window.history.replaceState(null, "", address); // reading the page anew prints nothing
  window.addEventListener("load", () => window.print());
}
