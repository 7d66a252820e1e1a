// <live-region src="/board/hall/now" live="/live/board/hall/all" down="Line down since {time}" label="…">
//
// Shows a fragment of the server and keeps it true: an event on `live` fetches `src` again (at once, and
// once more when events came meanwhile).  When the line is down the last good picture stays, a note says
// since when, and the fragment is polled until the line is back.
import { setClock, shortTime, hallNow } from "./clock.js";

const POLL = 5000; // while the line is down
const CHECK = 60000; // while it is up: a missed event is seen within a minute
const GIVE_UP = 8000; // one fetch

class LiveRegion extends HTMLElement {
  connectedCallback() {
    this.goodAt = hallNow();
    this.busy = false;
    this.again = false;
    this.wait = 1000;
    this.open();
    this.poll = setInterval(() => this.tick(), POLL);
    this.checked = performance.now();
    this.onVisible = () => document.visibilityState === "visible" && this.refresh();
    document.addEventListener("visibilitychange", this.onVisible);
  }

  disconnectedCallback() {
    clearInterval(this.poll);
    clearTimeout(this.retry);
    this.source?.close();
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  open() {
    const address = this.getAttribute("live");
    if (!address) return;
    this.source?.close();
    const source = new EventSource(address);
    this.source = source;
    source.addEventListener("open", () => {
      this.wait = 1000;
      this.lineUp = true;
    });
    // the picture on the page may be older than the line: every snapshot is a reason to look again
    source.addEventListener("snapshot", () => this.refresh());
    source.addEventListener("change", (event) => {
      this.dispatchEvent(new CustomEvent("live-change", { detail: event.data, bubbles: true }));
      this.refresh();
    });
    source.addEventListener("error", () => {
      this.lineUp = false;
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.reopen(), this.wait * (0.5 + Math.random()));
      this.wait = Math.min(this.wait * 2, 30000);
    });
  }

  // a grant may have run out: the fragment brings a fresh one in data-live
  async reopen() {
    await this.refresh();
    if (this.isConnected) this.open();
  }

  tick() {
    if (document.visibilityState === "hidden") return;
    const due = this.lineUp ? CHECK : POLL - 500;
    if (performance.now() - this.checked >= due) this.refresh();
  }

  async refresh() {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    this.checked = performance.now();
    try {
      const response = await fetch(this.getAttribute("src"), {
        headers: { "X-Live-Region": "1" }, credentials: "same-origin", cache: "no-store",
        redirect: "error", signal: AbortSignal.timeout(GIVE_UP),
      });
      if (!response.ok) throw new Error(String(response.status));
      this.show(await response.text());
    } catch {
      this.down();
    }
    this.busy = false;
    if (this.again && this.isConnected) {
      this.again = false;
      this.refresh();
    }
  }

  show(html) {
    this.goodAt = hallNow();
    this.note?.remove();
    this.note = null;
    this.removeAttribute("data-down");
    if (html === this.last) return;
    this.last = html;
    if (this.heldBack()) return;
    const draft = document.createElement("template");
    draft.innerHTML = html;
    const root = draft.content.firstElementChild;
    if (root?.dataset.clock) setClock(JSON.parse(root.dataset.clock));
    if (root?.dataset.live) this.setAttribute("live", root.dataset.live);
    const focused = this.contains(document.activeElement) ? document.activeElement.id : "";
    this.replaceChildren(draft.content);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    window.htmx?.process(this);
    this.dispatchEvent(new CustomEvent("live-shown", { bubbles: true }));
  }

  // someone is typing in here: the picture waits until they are done
  heldBack() {
    const typing = this.querySelector("[data-typing]");
    if (typing) this.last = null;
    return Boolean(typing);
  }

  down() {
    this.setAttribute("data-down", "");
    if (this.note) return;
    this.note = document.createElement("p");
    this.note.className = "line-down";
    this.note.setAttribute("role", "status");
    this.note.textContent = (this.getAttribute("down") ?? "{time}").replace("{time}", shortTime(this.goodAt));
    this.prepend(this.note);
  }
}

customElements.define("live-region", LiveRegion);
