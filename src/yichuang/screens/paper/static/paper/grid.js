// <paper-grid data-problems='{"3": ["…"]}' data-first="AP001 BP001">: a table over a text of rows.
//
// The text is what is sent; the table only writes into it.  Enter goes to the next row, which takes over window
// and worker and is offered the next number; pasted lines fill the cells from where they were pasted.
const CELLS = 9;
const WINDOW = 3;
const WORKER = 8;

const split = (line) => line.split(/[\t,;，；]/).map((one) => one.trim().replace(/^"|"$/g, ""));

function nextNumber(label) {
  const found = /^([A-Za-z]+)(\d+)$/.exec(label ?? "");
  return found ? found[1].toUpperCase() + String(Number(found[2]) + 1).padStart(3, "0") : "";
}

class PaperGrid extends HTMLElement {
  connectedCallback() {
    this.text = this.querySelector("textarea");
    this.table = this.querySelector("table");
    this.body = this.querySelector("tbody");
    this.problems = JSON.parse(this.dataset.problems || "{}");
    this.draw();
    this.table.hidden = false;
    this.querySelector("details").open = false;
    this.text.addEventListener("change", () => this.forget());
    this.body.addEventListener("input", () => this.write());
    this.body.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("paste", (event) => this.paste(event));
    this.querySelector("input[type=file]").addEventListener("change", (event) => this.read(event.target.files[0]));
  }

  draw() {
    const lines = this.text.value.split(/\r?\n/).filter((line) => line.trim());
    const rows = lines.map(split).filter((cells, place) => place || /\d/.test(cells[0]));
    const first = (this.dataset.first || "").trim().split(/\s+/)[0] ?? "";
    this.body.replaceChildren();
    for (const cells of rows.length ? rows : [[first]]) this.add(cells);
  }

  add(cells) {
    const row = this.body.insertRow();
    const place = this.body.rows.length;
    row.id = `row-${place}`;
    const wrong = this.problems[place];
    if (wrong) {
      row.className = "wrong";
      row.title = wrong.join(" ");
    }
    row.insertCell().textContent = place;
    for (let n = 0; n < CELLS; n += 1) {
      const field = document.createElement("input");
      field.value = cells[n] ?? "";
      field.autocomplete = "off";
      field.maxLength = 40;
      field.setAttribute("aria-label", `${this.table.tHead.rows[0].cells[n + 1].textContent} ${place}`);
      if (wrong) field.setAttribute("aria-invalid", "true");
      row.insertCell().append(field);
    }
    return row;
  }

  fields(row) {
    return [...row.querySelectorAll("input")];
  }

  write() {
    const rows = [...this.body.rows].map((row) => this.fields(row).map((one) => one.value.replaceAll(",", " ")));
    // a number that was only offered is no row yet
    const told = rows.filter((cells) => cells.some((cell, n) => cell && n !== 0 && n !== WINDOW && n !== WORKER));
    this.text.value = told.map((cells) => cells.join(",").replace(/,+$/, "")).join("\n");
  }

  key(event) {
    const row = event.target.closest("tr");
    const column = this.fields(row).indexOf(event.target);
    let next = null;
    if (event.key === "ArrowUp") next = row.previousElementSibling;
    else if (event.key === "ArrowDown") next = row.nextElementSibling;
    else if (event.key === "Enter") next = row.nextElementSibling ?? this.after(row);
    if (!next) return;
    event.preventDefault();
    this.fields(next)[event.key === "Enter" ? (this.fields(next)[0].value ? 1 : 0) : column].focus();
  }

  after(row) {
    const before = this.fields(row).map((one) => one.value);
    const cells = Array(CELLS).fill("");
    cells[0] = nextNumber(before[0]);
    cells[WINDOW] = before[WINDOW];
    cells[WORKER] = before[WORKER];
    return this.add(cells);
  }

  paste(event) {
    const lines = event.clipboardData.getData("text").split(/\r?\n/).filter((line) => line.trim());
    if (lines.length < 2 && !/\t/.test(lines[0] ?? "")) return;
    event.preventDefault();
    let row = event.target.closest("tr");
    const column = this.fields(row).indexOf(event.target);
    for (const line of lines) {
      row ??= this.add([]);
      split(line).forEach((cell, n) => {
        const field = this.fields(row)[column + n];
        if (field) field.value = cell;
      });
      row = row.nextElementSibling;
    }
    this.write();
  }

  forget() {
    this.problems = {};
    this.draw();
  }

  // a sheet saved by an office programme here may be GB 18030
  async read(file) {
    if (!file) return;
    const bytes = await file.arrayBuffer();
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      text = new TextDecoder("gb18030").decode(bytes);
    }
    this.text.value = text.slice(0, 100000);
    this.forget();
    this.write();
  }
}

customElements.define("paper-grid", PaperGrid);
