/* Talking with the server: JSON, with what went wrong told apart. */

const BASE = "/api/v1/field/";
const PATIENCE = 60000; // milliseconds for one request

export class Unreachable extends Error {}

export class Answered extends Error {
  constructor(status, body, retryAfter) {
    super(`${status}`);
    Object.assign(this, { status, body, retryAfter });
  }

  get reasons() {
    const detail = this.body.detail;
    const texts = Array.isArray(detail) ? detail.map((one) => one.msg || String(one)) : [detail].filter(Boolean);
    return this.body.who ? [...texts, String(this.body.who)] : texts.map(String);
  }

  /** Worth trying again later, without anybody doing anything. */
  get passes() {
    return this.status >= 500 || [408, 425, 429].includes(this.status) || ["csrf", "again"].includes(this.body.code);
  }
}

async function read(response) {
  try {
    return await response.json();
  } catch {
    return {};
  }
}

export async function call(method, path, { csrf = "", json, bytes, patience = PATIENCE } = {}) {
  const headers = { Accept: "application/json" };
  if (csrf) headers["X-CSRFToken"] = csrf;
  if (json) headers["Content-Type"] = "application/json";
  if (bytes) headers["Content-Type"] = "image/jpeg";
  let response;
  try {
    const body = json ? JSON.stringify(json) : bytes;
    response = await fetch(BASE + path, { method, headers, body, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(patience) });
  } catch {
    throw new Unreachable();
  }
  if (response.type === "opaqueredirect") throw new Answered(401, {}, 0);
  const body = await read(response);
  if (!response.ok) throw new Answered(response.status, body, Number(response.headers.get("Retry-After")) || 0);
  return body;
}

export const me = (patience) => call("GET", "me", { patience });
export const myInspections = () => call("GET", "inspections");
export const takeAlong = (uid) => call("GET", `inspections/${uid}`);
