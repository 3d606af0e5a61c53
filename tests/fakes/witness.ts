/** Owns who said what on the line: which bytes the phone sent, and what it had been told before. Must never change a request. */

/** One request as the phone sent it. `acknowledged`: what the phone had been told before it sent. */
export type Sight = {
  readonly method: string;
  readonly upload: string;
  readonly from: number;
  readonly bytes: number;
  readonly acknowledged: number;
};

export type Letter = { readonly url: string; readonly method: string; readonly headers: Headers };

export class Witness {
  readonly sights: Sight[] = [];
  private readonly acknowledged = new Map<string, number>();

  /** A request leaves the phone; only uploads are looked at. */
  see(letter: Letter, bytes: number): void {
    if (letter.method !== 'PATCH' && letter.headers.get('Upload-Metadata') === null) return;
    const name = nameOf(letter);
    this.sights.push({
      method: letter.method,
      upload: name,
      from: Number(letter.headers.get('Upload-Offset') ?? 0),
      bytes,
      acknowledged: this.acknowledged.get(name) ?? 0,
    });
  }

  /** Headers that reach the phone are an acknowledgement, even when the rest of the answer does not. */
  learn(letter: Letter, reply: Response): void {
    const offset = reply.headers.get('Upload-Offset');
    if (!reply.ok || offset === null) return;
    const location = reply.headers.get('Location');
    const names = [nameOf(letter)];
    if (location !== null) names.push(new URL(location, letter.url).href);
    for (const name of names)
      this.acknowledged.set(name, Math.max(this.acknowledged.get(name) ?? 0, Number(offset)));
  }

  /** Requests that carried bytes the phone knew to be acknowledged; S7 says: none. */
  repeated(): Sight[] {
    return this.sights.filter(({ from, bytes, acknowledged }) => bytes > 0 && from < acknowledged);
  }

  /** An endpoint was restored from an older backup: what it acknowledged counts no longer. */
  forget(): void {
    this.acknowledged.clear();
  }
}

const nameOf = ({ url, method, headers }: Letter): string => {
  const { origin, pathname } = new URL(url);
  return method === 'POST' ? `${origin} ${headers.get('Upload-Metadata') ?? ''}` : origin + pathname;
};
