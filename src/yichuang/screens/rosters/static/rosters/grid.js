// <roster-grid> around a table of links: one stop for Tab, arrow keys move from square to square, Enter follows.

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

class RosterGrid extends HTMLElement {
  connectedCallback() {
    this.rows = [...this.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.querySelector("a")));
    const squares = this.rows.flat().filter(Boolean);
    if (!squares.length) return;
    squares.forEach((one) => { one.tabIndex = -1; });
    const start = this.querySelector("a.here") ?? this.querySelector("a[autofocus]") ?? this.querySelector("a.vacant") ?? squares[0];
    start.tabIndex = 0;
    this.addEventListener("keydown", (event) => this.move(event));
    this.addEventListener("focusin", (event) => {
      const square = event.target.closest("a");
      if (square) squares.forEach((one) => { one.tabIndex = one === square ? 0 : -1; });
    });
  }

  move(event) {
    const square = event.target.closest("a");
    if (!square || event.ctrlKey || event.altKey || event.metaKey) return;
    const row = this.rows.findIndex((one) => one.includes(square));
    const column = this.rows[row].indexOf(square);
    const line = this.rows[row].filter(Boolean);
    let next = { Home: line[0], End: line.at(-1) }[event.key];
    if (event.key in STEPS) next = this.beyond(row, column, STEPS[event.key]);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  // the next open square in a direction; closed days are passed over
  beyond(row, column, [down, right]) {
    for (let y = row + down, x = column + right; this.rows[y] && x >= 0 && x < this.rows[y].length; y += down, x += right) {
      if (this.rows[y][x]) return this.rows[y][x];
    }
    return null;
  }
}

// who is set by hand is kept so, unless one says otherwise
document.addEventListener("change", (event) => {
  if (!event.target.matches(".rosters-edit select")) return;
  const kept = event.target.closest("fieldset").querySelector("input[type=checkbox]");
  if (kept) kept.checked = true;
});

customElements.define("roster-grid", RosterGrid);
