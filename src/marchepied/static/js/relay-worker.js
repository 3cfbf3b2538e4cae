// Lets the page of a relay open without network: asks the network first, and shows what it kept otherwise.
// It keeps the page and its files, never what is written: that is sealed elsewhere.
const NAME = "marchepied-relais";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  const { page, files } = event.data;
  event.waitUntil(
    caches.open(NAME)
      .then((cache) => Promise.all([page, ...files].map((address) => cache.add(address))))
      .then(() => event.ports[0].postMessage("kept"), () => event.ports[0].postMessage("not kept")),
  );
});

async function answer(request) {
  const cache = await caches.open(NAME);
  try {
    const found = await fetch(request);
    // A right that was taken back is no longer shown without network either.
    if ([404, 410].includes(found.status)) await cache.delete(request, { ignoreSearch: true, ignoreVary: true });
    else if (found.ok) await cache.put(request, found.clone());
    return found;
  } catch (trouble) {
    // Django varies by language and cookie; there is one page here, for one person.
    const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept) return kept;
    throw trouble;
  }
}

addEventListener("fetch", (event) => {
  if (event.request.method === "GET" && new URL(event.request.url).origin === location.origin)
    event.respondWith(answer(event.request));
});
