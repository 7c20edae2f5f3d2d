/* The service worker: kept here for the next time without a network; a new version is offered, never forced. */

/** `offer(use)` is called when a newer version lies ready; `use()` takes it and reloads. */
export async function keepShell(offer) {
  if (!navigator.serviceWorker) return;
  const had = Boolean(navigator.serviceWorker.controller);
  const registration = await navigator.serviceWorker.register("/sw.js", { scope: "/field/", updateViaCache: "none" });
  let wanted = false;
  const ready = () => {
    if (!registration.waiting || !had) return;
    offer(() => {
      wanted = true;
      registration.waiting.postMessage("use");
    });
  };
  navigator.serviceWorker.addEventListener("controllerchange", () => wanted && location.reload());
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", ready));
  ready();
}
