// <auto-return seconds="60" href="…" text="Back in {n} s">: back to the first page when nobody touches it.
// A touch starts the time again; without a text it counts in silence.  While the server cannot be reached the
// page stays: better an old picture than the browser's own page of errors.

class AutoReturn extends HTMLElement {
  connectedCallback() {
    this.whole = Number(this.getAttribute("seconds"));
    this.fresh = () => {
      this.left = this.whole;
      this.draw();
    };
    for (const sign of ["pointerdown", "keydown", "input"]) document.addEventListener(sign, this.fresh);
    this.fresh();
    this.timer = setInterval(() => {
      this.left -= 1;
      if (this.left <= 0) this.leave();
      else this.draw();
    }, 1000);
  }
  async leave() {
    this.left = this.whole;
    const there = await fetch(this.getAttribute("href"), { method: "HEAD", redirect: "manual" }).catch(() => null);
    if (there && there.status < 500) window.location.assign(this.getAttribute("href"));
  }
  disconnectedCallback() {
    clearInterval(this.timer);
    for (const sign of ["pointerdown", "keydown", "input"]) document.removeEventListener(sign, this.fresh);
  }
  draw() {
    const text = this.getAttribute("text");
    this.textContent = text ? text.replace("{n}", String(this.left)) : "";
  }
}
customElements.define("auto-return", AutoReturn);

// <key-pad for="typed" also="code">: its buttons type into the field last touched; a scanner types there too.

class KeyPad extends HTMLElement {
  connectedCallback() {
    let field = document.getElementById(this.getAttribute("for"));
    const other = document.getElementById(this.getAttribute("also") ?? "");
    for (const one of other ? [field, other] : []) one.addEventListener("focus", () => (field = one));
    this.addEventListener("click", (event) => {
      const key = event.target.closest("button");
      if (!key) return;
      field.value = key.hasAttribute("data-back") ? field.value.slice(0, -1) : field.value + key.dataset.put;
      field.focus();
    });
    field.focus();
  }
}
customElements.define("key-pad", KeyPad);
