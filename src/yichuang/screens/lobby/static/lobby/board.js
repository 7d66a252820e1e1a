// A fresh call lights up; long lists turn their pages by themselves, since nobody scrolls a board.

const board = document.getElementById("board");
let seen = new Set([...board.querySelectorAll("[data-call]")].map((one) => one.dataset.call));

board.addEventListener("live-shown", () => {
  const calls = [...board.querySelectorAll("[data-call]")];
  for (const call of calls) {
    if (!seen.has(call.dataset.call) && !call.classList.contains("at-window")) call.classList.add("fresh");
  }
  seen = new Set(calls.map((one) => one.dataset.call));
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
