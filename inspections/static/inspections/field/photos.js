/* Photographs: drawn anew and made small before anything is kept, so without place, time and camera of the phone. */

import { tell } from "./store.js";
import { t } from "./words.js";

const LONGEST_SIDE = 1600; // pixels
const THUMB_SIDE = 240; // pixels
const QUALITY = 0.8;

async function redraw(bitmap, longest) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return blob.arrayBuffer();
}

async function sha256(bytes) {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Keep a photograph for a line or a finding. Throws where the phone cannot read the picture. */
export async function keepPhoto(db, file, owner, inspection) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const [bytes, thumb] = [await redraw(bitmap, LONGEST_SIDE), await redraw(bitmap, THUMB_SIDE)];
  bitmap.close();
  const now = new Date();
  const row = {
    uid: crypto.randomUUID(), owner: `${owner.kind}:${owner.uid}`, kind: owner.kind, of: owner.uid, inspection,
    thumb, sha256: await sha256(bytes), size: bytes.byteLength, name: nameOf(now),
    made_at: now.toISOString(), state: "waiting", tried: false, reasons: [],
  };
  const tx = db.transaction(["photos", "pictures"], "readwrite");
  await Promise.all([tx.objectStore("photos").put(row), tx.objectStore("pictures").put({ uid: row.uid, bytes }), tx.done]);
  tell({ [owner.kind]: owner.uid, inspection });
  return row;
}

const nameOf = (now) => `photo-${now.toISOString().slice(0, 19).replace(/\D/g, "")}-${String(now.getMilliseconds()).padStart(3, "0")}.jpg`;

/** Keep what was chosen in <input type="file" data-photo-of="line:uid">. */
export async function photograph(context, input) {
  const [kind, uid] = input.dataset.photoOf.split(":");
  const inspection = location.hash.slice(1).split("/")[0];
  for (const file of [...input.files]) {
    try {
      await keepPhoto(context.db, file, { kind, uid }, inspection);
      context.kept();
    } catch (error) {
      if (error.name === "QuotaExceededError") context.failed(error);
      else context.say(t("“%(name)s” is no picture that this phone can read. Take the photo with the camera.", { name: file.name }));
    }
  }
  input.value = "";
}

export async function dropPhoto(db, uid) {
  const row = await db.get("photos", uid);
  if (!row || row.state === "sent") return;
  await Promise.all([db.delete("photos", uid), db.delete("pictures", uid)]);
  tell({ [row.kind]: row.of, inspection: row.inspection });
}

/** Show thumbnails where the page has <img data-photo="uid">. */
export function showThumbs(root, photos) {
  const rows = new Map(photos.map((row) => [row.uid, row]));
  root.querySelectorAll("img[data-photo]:not([src])").forEach((image) => {
    const row = rows.get(image.dataset.photo);
    if (!row) return;
    const address = URL.createObjectURL(new Blob([row.thumb], { type: "image/jpeg" }));
    image.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
    image.src = address;
  });
}
