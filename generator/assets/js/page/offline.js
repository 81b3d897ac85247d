/**
 * Fetched on every page once it has loaded: starts the service worker at the site's root (`sw.js`
 * says what it keeps), and tells it what the page loaded before the worker was there.
 */
import { address } from "../ui/site.js";

const container = navigator.serviceWorker;
const script = address("sw.js");

function tell() {
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  // Else it is that of a survey in whose folder this one lies.
  if (container.controller?.scriptURL === script) container.controller.postMessage([location.href, ...loaded]);
}

// A worker that takes over from one of an earlier build begins with nothing, too.
container.addEventListener("controllerchange", () => {
  if ("requestIdleCallback" in window) requestIdleCallback(tell, { timeout: 2000 });
  else setTimeout(tell, 200);
});
// Refused in some private windows; the site then works as without a worker.
container.register(script, { updateViaCache: "none" }).catch(() => undefined);
