// <live-region src="/board/hall/now" live="/live/board/hall/all" down="Line down since {time}">
//
// Shows a fragment of the server and keeps it true: an event on `live` fetches `src` again (at once, and
// once more when events came meanwhile).  When the line is down the last good picture stays, a note says
// since when, and the fragment is polled until the line is back.
import { setClock, shortTime, hallNow } from "./clock.js";

const POLL = 5000; // while the line is down
const CHECK = 60000; // while it is up: a missed event is seen within a minute
const GIVE_UP = 8000; // one fetch

// What a person has typed, chosen and opened in `region` outlives a fresh picture, if its place still exists.
function keep(region) {
  const active = region.contains(document.activeElement) ? document.activeElement : null;
  const fields = [...region.querySelectorAll("input[id]:not([type=hidden]), textarea[id], select[id]")];
  return {
    focus: active?.id,
    caret: active && "selectionStart" in active ? active.selectionStart : null,
    open: [...region.querySelectorAll("details[id][open]")].map((one) => one.id),
    fields: fields
      .filter((one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked)
      .map((one) => ({ id: one.id, value: one.value, checked: one.checked })),
  };
}

function giveBack(kept) {
  for (const id of kept.open) document.getElementById(id)?.setAttribute("open", "");
  for (const field of kept.fields) {
    const now = document.getElementById(field.id);
    if (!now) continue;
    if (now.type === "radio" || now.type === "checkbox") now.checked = field.checked;
    else now.value = field.value;
  }
  const focus = kept.focus && document.getElementById(kept.focus);
  if (!focus) return;
  focus.focus({ preventScroll: true });
  if (kept.caret !== null && focus.type !== "radio") focus.setSelectionRange?.(kept.caret, kept.caret);
}

// signed in again on another tab: the page's forms take the new token
function freshToken(token) {
  if (document.body.hasAttribute("hx-headers")) {
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  }
  for (const field of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) field.value = token;
}

class LiveRegion extends HTMLElement {
  connectedCallback() {
    this.goodAt = hallNow();
    this.busy = false;
    this.again = false;
    this.wait = 1000;
    this.open();
    this.poll = setInterval(() => this.tick(), POLL);
    this.checked = performance.now();
    this.answers = 0; // acts answered with a whole picture
    this.addEventListener("htmx:afterSwap", (event) => {
      if (event.detail.target !== this) return;
      this.answers += 1;
      this.last = null;
    });
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
      if (this.note) this.refresh(); // nothing happened meanwhile, so no event will ask for it
    });
    // the picture on the page may be older than the line: every snapshot is a reason to look again
    source.addEventListener("snapshot", () => this.refresh());
    source.addEventListener("change", (event) => this.refresh(event.lastEventId));
    source.addEventListener("grant", (event) => this.renew(JSON.parse(event.data).grant));
    source.addEventListener("error", () => {
      this.lineUp = false;
      if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
      clearTimeout(this.retry);
      this.retry = setTimeout(() => this.reopen(), this.wait * (0.5 + Math.random()));
      this.wait = Math.min(this.wait * 2, 30000);
    });
  }

  // leave to follow a line that is not public is short-lived: the stream hands out the next one
  renew(grant) {
    const address = new URL(this.getAttribute("live"), window.location.href);
    address.searchParams.set("grant", grant);
    this.setAttribute("live", address.pathname + address.search);
  }

  // a grant may have run out: the fragment brings a fresh one in data-live
  async reopen() {
    await this.refresh();
    if (this.isConnected) this.open();
  }

  tick() {
    if (document.visibilityState === "hidden") return;
    const due = this.lineUp && !this.note ? CHECK : POLL - 500;
    if (this.skipped || performance.now() - this.checked >= due) this.refresh();
  }

  // `seq` names the event heard of: what many ask for at once the server draws once
  async refresh(seq) {
    if (this.busy) {
      this.again = true;
      this.heard = seq;
      return;
    }
    this.busy = true;
    this.checked = performance.now();
    const answers = this.answers;
    const unsigned = document.querySelector('#refusals [data-code="sign-in-needed"]');
    try {
      const src = this.getAttribute("src");
      const named = seq ? `${src.includes("?") ? "&" : "?"}seq=${encodeURIComponent(seq)}` : "";
      const response = await fetch(src + named, {
        headers: { "HX-Request": "true" }, credentials: "same-origin", cache: "no-store",
        redirect: "error", signal: AbortSignal.timeout(GIVE_UP),
      });
      if (response.status === 401 || response.status === 403) this.refused(await response.text());
      else if (!response.ok) throw new Error(String(response.status));
      else {
        const clock = response.headers.get("X-Hall-Clock");
        if (clock) setClock(JSON.parse(clock));
        const html = await response.text();
        // whoever was asked to sign in before this was asked for has done so, perhaps on another tab
        unsigned?.remove();
        // asked for before an act was answered: older than what stands here, so ask once more
        if (answers === this.answers) this.show(html);
        else this.again = true;
      }
    } catch {
      this.down();
    }
    this.busy = false;
    if (this.again && this.isConnected) {
      this.again = false;
      this.refresh(this.heard);
    }
  }

  // signed out meanwhile: say so in its place, keep the picture and whatever is being typed
  refused(html) {
    this.lineUp = false;
    const place = document.getElementById("refusals");
    if (!place || this.wasRefused) return;
    this.wasRefused = true;
    place.innerHTML = html;
  }

  show(html) {
    this.wasRefused = false;
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
    if (root?.dataset.live) this.setAttribute("live", root.dataset.live);
    if (root?.dataset.csrf) freshToken(root.dataset.csrf);
    const kept = keep(this);
    this.replaceChildren(draft.content);
    giveBack(kept);
    window.htmx?.process(this);
    this.dispatchEvent(new CustomEvent("live-shown", { bubbles: true }));
  }

  // an act of this picture is on its way: its form and key stay until the answer is here; so does a form in
  // which somebody is choosing who would find it gone
  heldBack() {
    const busy = this.querySelector("form[data-sent], button[data-rested], form[data-choosing]");
    this.skipped = Boolean(busy);
    if (busy) this.last = null;
    return this.skipped;
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
