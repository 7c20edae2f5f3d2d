/* Keeps the field app on the phone. It answers for the app's page and its static files only; the rest is the network's. */
const PAGE = "{{ page }}";
const FILES = {{ files|safe }};
const CACHE = "qms-field-{{ version }}";

async function keep(cache, address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) throw new Error(address);
  await cache.put(address, answer);
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all([PAGE, ...FILES].map((address) => keep(cache, address)));
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("qms-field-") && name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function fromCache(address, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(address)) || fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("message", (event) => event.data === "use" && self.skipWaiting());
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(fromCache(PAGE, request));
  else if (FILES.includes(pathname)) event.respondWith(fromCache(pathname, request));
});
