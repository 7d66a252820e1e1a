// A button that prints the page; without script the browser's own menu does.
customElements.define(
  "print-page",
  class extends HTMLElement {
    connectedCallback() {
      const button = this.querySelector("button");
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }
  },
);
