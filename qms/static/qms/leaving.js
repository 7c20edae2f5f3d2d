/* Signing in or out, here or in the editor: the field app no longer opens as whoever used this device before. */
document.addEventListener("submit", (event) => {
  const address = new URL(event.target.getAttribute("action") || "", window.location.href);
  if (/^\/(cms\/)?(login|logout)\/$/.test(address.pathname)) localStorage.removeItem("qms-field-person");
});
