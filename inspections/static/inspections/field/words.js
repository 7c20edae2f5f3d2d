/* Words in the language that the site's language cookie names; Vietnamese first. */

const catalogue = JSON.parse(document.getElementById("field-words").textContent);

export const language = () => (/(^|; )django_language=en/.test(document.cookie) ? "en" : "vi");

export function chooseLanguage(code) {
  document.cookie = `django_language=${code}; path=/; max-age=31536000; samesite=lax`;
}

/** A sentence in the reader's language; its English words are its name. */
export function t(message, values = {}) {
  const sentence = (language() === "vi" && catalogue[message]) || message;
  return sentence.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? values[name] : whole));
}

const two = (number) => String(number).padStart(2, "0");

export function day(text) {
  const [year, month, date] = text.slice(0, 10).split("-");
  return `${date}/${month}/${year}`;
}

export function moment(text) {
  const at = new Date(text);
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const today = new Date().toDateString() === at.toDateString();
  return today ? clock : `${clock} ${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
}

export const size = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
