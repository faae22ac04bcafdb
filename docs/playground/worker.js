// Python in a thread of its own, so that the page stays alive and can end it.
// In: {line, files, certificate} or {page: line}.
// Out: {loading, loaded, size}, {ready}, {doing, done, total}, {said}, {page}, {broken}.
import { loadPyodide } from "./pyodide.mjs";

const whole = { cache: "no-cache" }; // asks whether what was kept is still the same

async function fetched(name) {
  const response = await fetch(name, whole);
  if (!response.ok) throw new Error(`${name}: ${response.status} ${response.statusText}`);
  return response;
}

async function start() {
  const { core, wheels } = await (await fetched("contents.json")).json();
  const names = Object.keys(wheels);
  const size = names.reduce((sum, name) => sum + wheels[name], core);
  let loaded = 0;
  const tell = (loading, more) => postMessage({ loading, loaded: (loaded += more), size });
  tell("Python", 0);
  const archives = Promise.all(names.map(async (name) => (await fetched(name)).arrayBuffer()));
  archives.catch(() => {}); // told where it is awaited
  const python = await loadPyodide();
  tell("FLINT", core);
  for (const [n, archive] of (await archives).entries()) {
    python.unpackArchive(archive, "wheel", { extractDir: python.runPython("import site; site.getsitepackages()[0]") });
    tell("symlcn", wheels[names[n]]);
  }
  const say = python.runPython(`
from symlcn_cli.session import say
def carried_out(line, files, name, listener):
    return say(line, {file: bytes(content) for file, content in files.to_py().items()}, name, listener)
carried_out`);
  const parts = names.map((name) => name.split("-", 2).join(" ").replaceAll("_", "-"));
  postMessage({ ready: [...parts, `Pyodide ${python.version}`].join(", ") });
  idle = setTimeout(() => python.runPython("import flint"), 1000); // takes seconds, best while somebody reads
  return say;
}

let idle;
const starting = start();
starting.catch((error) => postMessage({ broken: `it could not be loaded: ${error.message}` }));
let last = null;
let told = 0;

function tell(doing, done, total) {
  const now = performance.now();
  if (!doing || now - told < 500) return;
  told = now;
  postMessage({ doing, done, total });
}

self.onmessage = async ({ data }) => {
  try {
    const say = await starting;
    clearTimeout(idle);
    if ("page" in data) {
      postMessage({ page: last?.page(data.page) ?? null });
      return;
    }
    last?.destroy();
    last = say(data.line, data.files, data.certificate, tell);
    const { code, meaning, output, errors, answered } = last;
    const files = last.files.toJs({ dict_converter: (pairs) => new Map(pairs) });
    postMessage({ said: { code, meaning, output, errors, answered, files } });
  } catch (error) {
    postMessage({ broken: `the program ended by itself: ${String(error.message).trim().split("\n").at(-1)}` });
  }
};
