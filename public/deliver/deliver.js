/** Owns carrying one sealed file from a browser to the endpoint that served this page. Must never need a key, keep a file or speak to anybody else. */

const SEGMENT = 1_048_576;
const NONCE = 16;
const LONGEST_HEADER = 65_536;
const SLICE = 131_072;
const LONGEST_REST = 30_000;

/** @param {Uint8Array} bytes */
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
/** @param {Uint8Array} bytes */
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
/** @param {Uint8Array} bytes */
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
/** @param {Blob} file @param {number} from @param {number} to */
const slice = async (file, from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer());

/** @param {...Uint8Array} parts */
function concat(...parts) {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Bytes of the age header, its last line feed included; undefined when the file does not begin like one. */
function headerLength(head) {
  const text = new TextDecoder('latin1').decode(head);
  if (!text.startsWith('age-encryption.org/v1\n')) return undefined;
  const mac = text.indexOf('\n--- ');
  const end = mac < 0 ? -1 : text.indexOf('\n', mac + 1);
  return end < 0 ? undefined : end + 1;
}

/**
 * What a sealed file is called, from its bytes alone [SEAL6], and the secret of its upload, which everybody who holds the
 * file computes alike: whoever carries it goes on where the last one stopped [UP8]. Null when it is no sealed file.
 */
export async function nameOf(file) {
  const head = await slice(file, 0, LONGEST_HEADER);
  const length = headerLength(head);
  if (length === undefined || file.size < length + 2 * NONCE) return null;
  const hashes = [await slice(file, length, length + NONCE)];
  for (let at = length + NONCE; at < file.size; at += SEGMENT)
    hashes.push(await sha256(await slice(file, at, Math.min(file.size, at + SEGMENT))));
  const content = await sha256(concat(...hashes));
  const parcel = await sha256(concat(await sha256(head.slice(0, length)), content));
  const tag = await slice(file, file.size - NONCE, file.size);
  const secret = await sha256(concat(new TextEncoder().encode('tumar/deliver/1'), parcel, tag));
  return { parcel: hex(parcel), secret: hex(secret.slice(0, NONCE)) };
}

/**
 * Brings it there, however often the line breaks; `signal` ends it. The answer: `stored` (the endpoint says so, and its
 * receipt names this file), `notSealed`, `stopped`, or the code with which the endpoint refused.
 */
export async function deliver({ file, org, base = '', send = fetch, sleep = pause, onProgress = () => {}, signal }) {
  const named = await nameOf(file);
  if (named === null) return 'notSealed';
  const doors = `${base}/o/${org}/v1/parcels`;
  let failures = 0;
  let refusals = 0;
  while (!signal?.aborted) {
    const attempt = await once();
    if (attempt.done !== undefined) {
      // A refusal has to be said twice: a word garbled on the way may have caused one.
      if (attempt.done === 'stored' || refusals++ > 0) return attempt.done;
      continue;
    }
    failures = attempt.moved ? 0 : failures + 1;
    await sleep(Math.random() * Math.min(LONGEST_REST, 1_000 * 2 ** failures), signal);
  }
  return 'stopped';

  /** From "where does it stand" until the line breaks or it is done. */
  async function once() {
    let moved = false;
    try {
      const created = await ask(doors, 'POST', {
        'Upload-Length': String(file.size),
        'Upload-Metadata': `parcel ${btoa(named.parcel)},secret ${btoa(named.secret)}`,
      });
      if (created.refused !== undefined) return { done: created.refused, moved };
      let offset = Number(created.reply.headers.get('Upload-Offset') ?? Number.NaN);
      const place = `${doors}/${(created.reply.headers.get('Location') ?? '').split('/').pop()}`;
      while (offset < file.size) {
        onProgress(offset, file.size);
        const bytes = await slice(file, offset, Math.min(file.size, offset + SLICE));
        const sent = await ask(
          place,
          'PATCH',
          {
            'Content-Type': 'application/offset+octet-stream',
            'Upload-Offset': String(offset),
            'Upload-Checksum': `sha256 ${base64(await sha256(bytes))}`,
          },
          bytes,
        );
        if (sent.refused !== undefined) return { done: sent.refused, moved };
        const next = Number(sent.reply.headers.get('Upload-Offset') ?? Number.NaN);
        if (!(next > offset && next <= offset + bytes.length)) return { moved };
        offset = next;
        moved = true;
      }
      onProgress(offset, file.size);
      if (offset !== file.size) return { moved };
      return { done: (await isNamed()) ? 'stored' : undefined, moved };
    } catch {
      // No answer, half an answer, or somebody else's: nothing is lost, ask again.
      return { moved };
    }
  }

  async function isNamed() {
    const reply = await send(`${doors}/${named.parcel}/receipt`, { cache: 'no-store', signal });
    if (!reply.ok) return false;
    const { receipt } = await reply.json();
    const { parcel, size } = JSON.parse(atob(receipt));
    return parcel === named.parcel && size === file.size;
  }

  /** `refused`: the endpoint's own no; anything that may pass throws. */
  async function ask(url, method, headers, body) {
    const reply = await send(url, {
      method,
      headers: { 'Tus-Resumable': '1.0.0', ...headers },
      body,
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal,
    });
    if (reply.headers.get('Tus-Resumable') !== '1.0.0') throw new TypeError('not our endpoint');
    if (reply.ok) return { reply };
    const passing = reply.status >= 500 || [404, 408, 409, 410, 422, 423, 425, 429, 460].includes(reply.status);
    if (passing && !(method === 'POST' && reply.status === 404)) throw new TypeError('not now');
    const { error } = await reply.json();
    return { refused: /^[A-Za-z]{1,40}$/.test(error?.code) ? error.code : 'refused' };
  }
}

function pause(milliseconds, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
