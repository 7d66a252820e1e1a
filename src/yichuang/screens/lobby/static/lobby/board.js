// A fresh call lights up; long lists turn their pages by themselves, since nobody scrolls a board.

const board = document.getElementById("board");
const FRESH = 5000; // as long as .call.fresh lights up in board.css
const MOST_HEARD = 500;
const heard = new Map([...board.querySelectorAll("[data-call]")].map((one) => [one.dataset.call, -FRESH]));

// the picture is drawn anew with every event: a call goes on lighting up where it was
board.addEventListener("live-shown", () => {
  const now = performance.now();
  for (const call of board.querySelectorAll("[data-call]")) {
    if (!heard.has(call.dataset.call)) heard.set(call.dataset.call, now);
    const age = now - heard.get(call.dataset.call);
    if (age >= FRESH || call.classList.contains("at-window")) continue;
    call.classList.add("fresh");
    call.style.animationDelay = `${-Math.round(age)}ms`;
  }
  while (heard.size > MOST_HEARD) heard.delete(heard.keys().next().value);
});

const TURN = 8000;

// <turning-pages rows="5">: shows its list five rows at a time.
class TurningPages extends HTMLElement {
  connectedCallback() {
    this.rows = Number(this.getAttribute("rows"));
    this.items = [...this.querySelectorAll("li")];
    this.pages = Math.ceil(this.items.length / this.rows);
    if (this.pages > 1) {
      this.dots = document.createElement("div");
      this.dots.className = "dots";
      this.dots.setAttribute("aria-hidden", "true");
      for (let n = 0; n < this.pages; n += 1) this.dots.append(document.createElement("i"));
      this.append(this.dots);
    }
    this.timer = setInterval(() => this.draw(), 500);
    this.draw();
  }
  disconnectedCallback() {
    clearInterval(this.timer);
  }
  // the page follows the wall, so that a refreshed picture goes on where it was and all boards turn together
  draw() {
    const page = this.pages > 1 ? Math.floor(Date.now() / TURN) % this.pages : 0;
    if (page === this.page) return;
    this.page = page;
    this.items.forEach((item, n) => (item.hidden = Math.floor(n / this.rows) !== page));
    [...(this.dots?.children ?? [])].forEach((dot, n) => dot.classList.toggle("on", n === page));
  }
}
customElements.define("turning-pages", TurningPages);
