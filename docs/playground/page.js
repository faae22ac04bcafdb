"use strict";
// The page: what is typed goes to the worker, one line at a time; Stop ends the worker and starts another.

const $ = (id) => document.getElementById(id);
const files = new Map(); // every command finds these, by name; each is an Uint8Array
let worker, began, asked, queued, shown, clock;
let written = []; // the names of those of the last command

const state = (word) => {
  document.body.dataset.state = word;
  $("stop").disabled = word !== "running";
  $("run").disabled = word === "running";
  clearInterval(clock);
  $("clock").textContent = "";
  if (word === "running") clock = setInterval(() => ($("clock").textContent = `${seconds().replace(/\..*/, "")} s`), 1000);
};
const say = (words) => ($("status").textContent = words);
const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
const bytes = (count) => (count < 1000 ? `${count} bytes` : count < 1e6 ? `${(count / 1e3).toFixed(1)} kB` : `${(count / 1e6).toFixed(1)} MB`);

function start(words = "Loading") {
  state("loading");
  say(`${words} …`);
  began = performance.now();
  shown = null;
  worker = new Worker("worker.js", { type: "module" });
  worker.onmessage = ({ data }) => {
    for (const [kind, value] of Object.entries(data)) received[kind]?.(value, data);
  };
  worker.onerror = (event) => received.broken(event.message || "it could not be loaded");
}

const received = {
  loading(what, { loaded, size }) {
    say(`Loading ${what} (${bytes(loaded)} of ${bytes(size)}) …`);
    Object.assign($("progress"), { value: loaded, max: size });
  },
  ready(versions) {
    $("versions").textContent = `Made with ${versions}.`;
    state("ready");
    say(`Ready after ${seconds()}.`);
    if (queued !== undefined) run(queued);
  },
  doing(words, { done, total }) {
    say(`Running: ${words}${done === undefined ? "" : total === undefined ? `: ${done}` : `: ${done} of ${total}`} …`);
  },
  said({ code, meaning, output, errors, files: found, answered }) {
    state("ready");
    say(`Done in ${seconds()}: ${meaning}.`);
    for (const [name, content] of found) files.set(name, content);
    outcome(`Exit status ${code}: ${meaning}`, output, errors);
    $("typeset").hidden = !answered;
    typeset();
    written = [...found.keys()];
    list();
  },
  page(text) {
    if (text === null) $("pending").textContent = "There is none.";
    else frame(text);
  },
  broken(why) {
    worker.terminate();
    const was = document.body.dataset.state;
    if (was === "running") outcome("No verdict: nothing is claimed", "", why);
    if (was === "loading") {
      state("broken");
      say(`Not loaded: ${why}. Run tries again.`);
    } else start("Loading anew");
  },
};

function outcome(title, output, errors) {
  $("answer").hidden = false;
  $("outcome").textContent = title;
  $("asked").textContent = `symlcn ${asked}`;
  for (const [id, text] of [["output", output], ["errors", errors]]) {
    $(id).textContent = text;
    $(id).hidden = text === "";
  }
  $("typeset").hidden = true;
  written = [];
  list();
}

function run(line) {
  $("line").value = line;
  if (document.body.dataset.state === "running") return;
  if (document.body.dataset.state !== "ready") {
    queued = line;
    if (document.body.dataset.state === "broken") start();
    return;
  }
  queued = undefined;
  asked = line.trim().replace(/^symlcn\s+/, "");
  began = performance.now();
  shown = null;
  state("running");
  say("Running …");
  history.replaceState(null, "", `#${encodeURIComponent(asked)}`);
  const certificate = `${asked.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "certificate"}.json`;
  worker.postMessage({ line: asked, files, certificate });
}

function stop() {
  if (document.body.dataset.state !== "running") return;
  worker.terminate();
  outcome("No verdict: nothing is claimed", "", `Stopped after ${seconds()}.`);
  start("Loading anew");
}

// The same with formulas, made when it is looked at.

function typeset() {
  const wanted = !$("typeset").hidden && $("typeset").open && document.body.dataset.state === "ready";
  if (!wanted || shown === asked) return;
  shown = asked;
  Object.assign($("pending"), { hidden: false, textContent: "Being written …" });
  $("frame").hidden = true;
  worker.postMessage({ page: `symlcn ${asked}` });
}

function frame(text) {
  $("pending").hidden = true;
  $("frame").hidden = false;
  $("frame").srcdoc = text;
}

function fit() {
  const inside = $("frame").contentDocument?.documentElement;
  if (inside) $("frame").style.height = `${Math.max(inside.getElementsByTagName("main")[0]?.scrollHeight ?? 0, 100) + 20}px`;
}

// Files

function button(word, name, action) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", textContent: word, onclick: action });
  made.setAttribute("aria-label", `${word} ${name}`);
  return made;
}

function row(name) {
  const made = document.createElement("li");
  const code = document.createElement("code");
  code.textContent = name;
  made.append(code, ` ${bytes(files.get(name).length)}`, button("Download", name, () => download(name)));
  if (/\.json$/i.test(name)) made.append(button("Check", name, () => check([name])));
  if (/\.html$/i.test(name)) made.append(button("Show", name, () => show(name)));
  return made;
}

function list() {
  const rows = [...files.keys()].reverse().map((name) => {
    const made = row(name);
    made.append(button("Remove", name, () => (files.delete(name), list())));
    return made;
  });
  $("list").replaceChildren(...rows);
  $("made").replaceChildren(...written.filter((name) => files.has(name)).map(row));
  $("empty").hidden = files.size > 0;
}

function download(name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([files.get(name)]));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function show(name) {
  $("answer").hidden = $("typeset").hidden = false;
  shown = asked;
  $("typeset").open = true;
  frame(new TextDecoder().decode(files.get(name)));
}

const quoted = (name) => (/^[\w.+-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\"'\"'")}'`);
const check = (names) => run(`check ${names.map(quoted).join(" ")}`);

async function add(given) {
  const names = [];
  for (const file of given) {
    const name = file.name.replace(/^[-.]+/, "") || "file";
    files.set(name, new Uint8Array(await file.arrayBuffer()));
    names.push(name);
  }
  list();
  const certificates = names.filter((name) => /\.json$/i.test(name));
  if (certificates.length) check(certificates);
}

// What a person does

$("ask").onsubmit = (event) => (event.preventDefault(), run($("line").value));
$("stop").onclick = stop;
document.onkeydown = ({ key }) => {
  if (key === "Escape") stop();
};
for (const example of document.querySelectorAll(".example")) example.onclick = () => run(example.textContent);
$("typeset").ontoggle = typeset;
$("frame").onload = fit;
window.onresize = fit;
$("add").onchange = ({ target }) => add(target.files);
$("paste").onsubmit = (event) => {
  event.preventDefault();
  if ($("text").value.trim()) add([new File([$("text").value], "pasted.json")]);
};
document.ondragover = (event) => (event.preventDefault(), document.body.classList.add("over"));
document.ondragleave = () => document.body.classList.remove("over");
document.ondrop = (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  if (event.dataTransfer.files.length) add(event.dataTransfer.files);
};
$("share").onclick = async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    say("The link is copied.");
  } catch {
    say("The link is in the address bar.");
  }
};
const fromLink = () => {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
};
window.onhashchange = () => {
  if (fromLink()) run(fromLink());
};

$("typeset").open = matchMedia("(max-width: 34rem)").matches; // where text of 100 columns does not fit
if (location.protocol === "file:") {
  state("broken");
  say("This page needs a web server: type python3 -m http.server in its folder and open http://localhost:8000.");
} else {
  queued = fromLink() || undefined;
  if (queued) $("line").value = queued;
  start();
}
