// The small elements of the kit.  No framework, no build step; each file shows one idea.
import "./clock.js";
import "./live-region.js";
import "./key-bindings.js";
import "./one-act.js";
