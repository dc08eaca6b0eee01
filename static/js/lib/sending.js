// One large file to the server, in pieces; the tool for it is a bundle of its own, fetched with the first file.
const LOOK = 700;
let tool = null;

function fetchTool(address) {
  tool ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.meydanTus);
    script.onerror = () => { tool = null; reject(new Error(address)); };
    document.head.append(script);
  });
  return tool;
}

// What the server makes of a file that has arrived: the asset's id, or a sentence.
async function look(address, { done, refused, gone }) {
  for (;;) {
    try {
      const answer = await fetch(`${address}state/`, { headers: { Accept: "application/json" } });
      if (answer.status === 404) return gone();
      const found = answer.ok ? await answer.json() : {};
      if (found.state === "done") return done(found.asset);
      if (found.state === "refused") return refused(found.problem);
    } catch { /* the line is cut; the next look will tell */ }
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}

// `to` is {script, endpoint, folder}; `tell` has progress(share), offline(), preparing(), done(asset), refused(sentence), failed().
export async function send(file, to, tell) {
  const tus = await fetchTool(to.script);
  return tus.begin(file, {
    endpoint: to.endpoint,
    folder: to.folder ?? "",
    progress: tell.progress,
    offline: tell.offline,
    refused: (sentence) => (sentence ? tell.refused(sentence) : tell.failed()),
    arrived: (address) => {
      tell.preparing();
      look(address, { done: tell.done, refused: tell.refused, gone: tell.failed });
    },
  });
}
