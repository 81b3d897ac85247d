/*
 * On every page that `catalogue serve` shows, and in no site that is built: asks the server what has changed, and waits
 * for the answer. When there are new pages it loads this one again; what is wrong with the survey's files it shows.
 */

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const shown = Number(script.dataset["pages"]);
const PAUSE = 1000;

/** @param {string[]} messages what a curator has to mend, one each; none takes the last ones away */
function tell(messages) {
  document.getElementById("live-messages")?.remove();
  document.body.style.marginBottom = "";
  if (!messages.length) return;
  const box = document.createElement("div");
  box.id = "live-messages";
  box.setAttribute("role", "alert");
  box.append(
    ...messages.map((message) => {
      const own = document.createElement("p");
      own.textContent = message;
      // Where a message takes several lines, the next one is seen to begin.
      Object.assign(own.style, { margin: "0 0 .5em 2ch", textIndent: "-2ch", whiteSpace: "pre-wrap" });
      return own;
    }),
  );
  Object.assign(box.style, {
    position: "fixed", inset: "auto 0 0 0", margin: "0", padding: "1em 1em .5em", maxHeight: "50%", overflow: "auto",
    overflowWrap: "anywhere", font: "14px/1.4 monospace", color: "#fff", background: "#8b1a1a", zIndex: "1000",
  });
  document.body.append(box);
  document.body.style.marginBottom = `${box.offsetHeight}px`; // so that the end of the page can be read, too
}

/** Follow the server for as long as the page is open. */
async function follow() {
  for (let known = -1; ; ) {
    const address = new URL(`state?known=${known}&page=${encodeURIComponent(location.pathname)}`, script.src);
    try {
      const { state, pages, messages } = await (await fetch(address)).json();
      if (pages !== shown) location.reload();
      tell(messages);
      known = state;
    } catch {
      await new Promise((done) => setTimeout(done, PAUSE)); // the server is not there, and may come back
    }
  }
}

void follow();
