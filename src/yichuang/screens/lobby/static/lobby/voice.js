// <board-voice board="board" place="hall-zone">: says the calls of the board, one after the other.
//
// What is to be said stands in the board's picture (ol.said) with growing numbers.  The number said last is
// remembered, so that nothing is said twice, whatever is loaded anew; what is older than a minute when it is
// heard of is not said.  A sentence is said from the hall's clips, else by the browser's voice; while it is
// said the banner shows it.
import { secondsAgo } from "../kit/clock.js";

const FRESH = 60; // seconds
const SHOWN = 4000; // a call that cannot be heard is shown that long
const LONGEST = 15000; // a voice that does not come to its end is cut off
const GONG = 800;
const NOTED = 30000;
const MANY = 3; // so many wait: each is said once only
const TONGUES = { zh: "zh-CN", en: "en-US" };

const rest = (time) => new Promise((done) => setTimeout(done, time));
const first = (...promises) => Promise.race(promises);

class BoardVoice extends HTMLElement {
  connectedCallback() {
    this.board = document.getElementById(this.getAttribute("board"));
    this.key = `said:${this.getAttribute("place")}`;
    this.waiting = [];
    this.banner = this.put("p", "voice-banner");
    this.note = this.put("span", "voice-note");
    this.button = this.put("button", "");
    this.button.type = "button";
    this.button.textContent = this.getAttribute("enable");
    this.context = new AudioContext();
    this.context.addEventListener("statechange", () => this.opened());
    this.opened();
    setTimeout(() => (this.button.hidden = Boolean(this.open)), 500);
    this.onTouch = () => this.touched();
    for (const kind of ["click", "keydown"]) document.addEventListener(kind, this.onTouch);
    this.onShown = () => this.hear();
    this.board.addEventListener("live-shown", this.onShown);
    this.hear();
  }

  disconnectedCallback() {
    for (const kind of ["click", "keydown"]) document.removeEventListener(kind, this.onTouch);
    this.board.removeEventListener("live-shown", this.onShown);
    this.waiting = [];
    this.hush();
    this.context.close();
  }

  put(tag, name) {
    const made = document.createElement(tag);
    made.className = name;
    made.hidden = true;
    this.append(made);
    return made;
  }

  // ---- leave to sound: browsers ask for one touch, unless they were started without that wish ----------

  opened() {
    if (this.context.state === "running") this.open = true;
    if (this.open) this.button.hidden = true;
  }

  touched() {
    if (this.open) return;
    this.open = true;
    this.button.hidden = true;
    this.context.resume();
  }

  // ---- what is to be said ----------------------------------------------------------------------------

  hear() {
    const said = this.board.querySelector("ol.said");
    if (!said) return;
    this.times = Number(said.dataset.times);
    this.volume = Number(said.dataset.volume) / 100;
    this.muted = "muted" in said.dataset;
    if (this.muted) this.hush();
    for (const item of said.children) {
      const call = { number: Number(item.dataset.number), at: Date.parse(item.dataset.at), item };
      if (this.known(call) || secondsAgo(call.at) > FRESH) continue;
      this.waiting.push(call);
    }
    this.show();
    this.run();
  }

  // a number that is not greater than the last is new only where the hall's own past is another (a restored copy)
  known(call) {
    const last = this.waiting.at(-1) ?? this.saying ?? this.last();
    return last && call.number <= last.number && call.at <= last.at;
  }

  last() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return this.remembered;
    }
  }

  remember({ number, at }) {
    const last = this.last();
    this.remembered = { number, at: Math.max(at, last?.at ?? at) };
    try {
      localStorage.setItem(this.key, JSON.stringify(this.remembered));
    } catch {
      // a browser that keeps nothing remembers as long as the page is open
    }
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    while (this.waiting.length && this.isConnected) {
      this.saying = this.waiting.shift();
      this.show();
      await this.announce(this.saying);
    }
    this.saying = null;
    this.busy = false;
    this.show();
  }

  show() {
    this.banner.hidden = !this.saying;
    this.toggleAttribute("data-muted", Boolean(this.muted));
    if (this.saying) {
      this.banner.replaceChildren(this.saying.item.querySelector(".said-shown").cloneNode(true));
      this.banner.dataset.number = this.saying.number;
    }
    if (this.muted) this.tell("mute");
    else if (this.told === "mute") this.note.hidden = true;
  }

  tell(what) {
    this.told = what;
    this.note.textContent = this.getAttribute(what);
    this.note.hidden = false;
  }

  // ---- saying it -------------------------------------------------------------------------------------

  // a page that goes away during the gong leaves the call to the next one
  async announce(call) {
    const ways = this.open && !this.muted ? await this.ways(call.item) : [];
    if (ways.length) await this.gong();
    if (!this.isConnected) return;
    this.remember(call);
    if (!ways.length) {
      await rest(SHOWN);
      return;
    }
    const times = this.waiting.length >= MANY ? 1 : this.times;
    for (let n = 0; n < times; n += 1) {
      for (const say of ways) if (!this.muted && this.isConnected) await say();
    }
  }

  // one way of saying it per language that can be said here
  async ways(item) {
    const voices = await this.voices();
    const found = [];
    for (const saying of item.querySelectorAll("q")) {
      const clips = saying.dataset.clips.split(" ").filter(Boolean);
      const voice = voices.find((one) => one.lang.toLowerCase().replace("_", "-").startsWith(saying.lang));
      if (clips.length) found.push(() => this.play(clips));
      else if (voice) found.push(() => this.speak(saying.textContent, TONGUES[saying.lang], voice));
    }
    if (!found.length && !this.voiceless) {
      this.voiceless = true;
      this.tell("voiceless");
      setTimeout(() => this.told === "voiceless" && (this.note.hidden = true), NOTED);
    }
    return found;
  }

  // browsers learn of their voices a moment after the page is there
  async voices() {
    const engine = window.speechSynthesis;
    if (!engine) return [];
    if (!engine.getVoices().length) {
      this.asked ??= first(new Promise((done) => engine.addEventListener?.("voiceschanged", done, { once: true })), rest(2000));
      await this.asked;
    }
    return engine.getVoices();
  }

  async gong() {
    const now = this.context.currentTime;
    for (const [tone, when] of [[880, 0], [660, 0.35]]) {
      const source = this.context.createOscillator();
      const loud = this.context.createGain();
      source.frequency.value = tone;
      loud.gain.setValueAtTime(this.volume * 0.4, now + when);
      loud.gain.exponentialRampToValueAtTime(0.001, now + when + 0.4);
      source.connect(loud).connect(this.context.destination);
      source.start(now + when);
      source.stop(now + when + 0.4);
    }
    await rest(GONG);
  }

  async speak(text, lang, voice) {
    const engine = window.speechSynthesis;
    const said = new SpeechSynthesisUtterance(text);
    Object.assign(said, { lang, voice, volume: this.volume, rate: 0.9 });
    const over = new Promise((done) => {
      said.addEventListener("end", done);
      said.addEventListener("error", done);
      this.stop = done;
    });
    engine.speak(said);
    if ((await first(over, rest(LONGEST).then(() => "late"))) === "late") engine.cancel();
  }

  async play(clips) {
    const sounds = clips.map((address) => Object.assign(new Audio(address), { preload: "auto", volume: this.volume }));
    for (const sound of sounds) {
      if (this.muted) return;
      const over = new Promise((done) => {
        sound.addEventListener("ended", done);
        sound.addEventListener("error", done);
        this.stop = done;
      });
      await sound.play().then(() => first(over, rest(LONGEST)), () => {});
      sound.pause();
    }
  }

  hush() {
    if (!this.saying) return;
    window.speechSynthesis?.cancel();
    this.stop?.();
  }
}

customElements.define("board-voice", BoardVoice);
