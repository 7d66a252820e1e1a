// The hall's time in the browser: the server's clock (perhaps the demo's) carried forward at its speed.

let base = null;

export function setClock(card) {
  base = { at: Date.parse(card.now), seen: performance.now(), speed: card.speed ?? 1, zone: card.zone };
}

export function hallNow() {
  return new Date(base.at + (performance.now() - base.seen) * base.speed);
}

// how many real seconds ago a moment of the hall was; a fast demo's minute is as long as anybody's
export function secondsAgo(at) {
  return (hallNow() - at) / 1000 / Math.max(base.speed, 1);
}

function readMeta() {
  const meta = document.querySelector('meta[name="hall-clock"]');
  if (meta && meta.content) setClock(JSON.parse(meta.content));
  else setClock({ now: new Date().toISOString(), speed: 1 });
}
readMeta();

export function clockParts(at = hallNow()) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: base.zone, hour12: false, hourCycle: "h23",
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit",
  }).formatToParts(at);
  return Object.fromEntries(parts.map((part) => [part.type, part.value]));
}

export function shortTime(at) {
  const p = clockParts(at);
  return `${p.hour}:${p.minute}`;
}

function weekday(at = hallNow()) {
  return new Intl.DateTimeFormat(document.documentElement.lang, { timeZone: base.zone, weekday: "short" }).format(at);
}

function two(n) {
  return String(n).padStart(2, "0");
}

// <hall-clock format="short|seconds|full|day">: the wall clock; `day` is the date with its weekday.
class HallClock extends HTMLElement {
  connectedCallback() {
    this.draw();
    this.timer = setInterval(() => this.draw(), 250);
  }
  disconnectedCallback() {
    clearInterval(this.timer);
  }
  draw() {
    const p = clockParts();
    const format = this.getAttribute("format") ?? "short";
    const text = {
      short: `${p.hour}:${p.minute}`,
      seconds: `${p.hour}:${p.minute}:${p.second}`,
      full: `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}`,
      day: `${p.year}-${p.month}-${p.day} ${weekday()}`,
    }[format];
    if (text !== this.textContent) this.textContent = text;
  }
}

// <elapsed-time since="ISO" format="clock|minutes" text="{n} min">: how long it has been, in hall time.
// With `warn` (minutes) it says data-over when the time is past it.
class ElapsedTime extends HTMLElement {
  connectedCallback() {
    this.draw();
    this.timer = setInterval(() => this.draw(), 500);
  }
  disconnectedCallback() {
    clearInterval(this.timer);
  }
  draw() {
    const since = Date.parse(this.getAttribute("since"));
    if (Number.isNaN(since)) return;
    const seconds = Math.max(0, Math.floor((hallNow().getTime() - since) / 1000));
    const minutes = Math.floor(seconds / 60);
    let text;
    if (this.getAttribute("format") === "minutes") {
      text = (this.getAttribute("text") ?? "{n}").replace("{n}", String(minutes));
    } else {
      const hours = Math.floor(minutes / 60);
      text = `${hours ? two(hours) + ":" : ""}${two(minutes % 60)}:${two(seconds % 60)}`;
    }
    if (text !== this.textContent) this.textContent = text;
    const warn = Number(this.getAttribute("warn"));
    if (warn) this.toggleAttribute("data-over", minutes >= warn);
  }
}

customElements.define("hall-clock", HallClock);
customElements.define("elapsed-time", ElapsedTime);
