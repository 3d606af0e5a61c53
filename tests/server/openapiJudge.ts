/** Owns comparing what the endpoint answers with what docs/openapi.json says. Must never be kinder than the document. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { Ask } from './parties.ts';

type Schema = Record<string, unknown>;
type Media = { readonly schema?: Schema };
type Header = { readonly required: boolean; readonly schema: Schema };
type Answer = {
  readonly headers: Readonly<Record<string, { readonly $ref: string }>>;
  readonly content?: Readonly<Record<string, Media>>;
  readonly 'x-codes'?: readonly string[];
};
export type Operation = {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Answer>>;
};
type Document = {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly headers: Readonly<Record<string, Header>>; readonly schemas: Schema };
};

const METHODS = ['get', 'head', 'post', 'patch', 'delete', 'options'];
const file = resolve(import.meta.dirname, '../../docs/openapi.json');
export const document = JSON.parse(readFileSync(file, 'utf8')) as Document;

/** Every operation of the document. */
export const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  METHODS.flatMap((method) => {
    const operation = item[method];
    return operation === undefined ? [] : [{ method: method.toUpperCase(), path, operation }];
  }),
);

const ajv = new Ajv({ strict: false });
ajv.addSchema(document, 'document');
const validatorOf = (pointer: string) => ajv.compile({ $ref: `document${pointer}` });
const escaped = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));

function operationFor(method: string, path: string) {
  const found = operations.find(
    (one) => one.method === method && new RegExp(`^${one.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  if (found === undefined) throw new Error(`${method} ${path} is not in the document`);
  return found;
}

/** Wraps `ask`: each answer must be as documented; `missing` are the documented answers that nobody saw. */
export function createJudge() {
  const seen = new Set<string>();

  const judge = async (method: string, path: string, reply: Response): Promise<void> => {
    const found = operationFor(method, path);
    const { operation } = found;
    const where = `${operation.operationId} ${reply.status}`;
    const answer = operation.responses[String(reply.status)];
    if (answer === undefined) throw new Error(`${where}: ${await reply.clone().text()} is not documented`);
    for (const [name, { $ref }] of Object.entries(answer.headers)) {
      const value = reply.headers.get(name);
      expect(value, `${where} ${name}`).not.toBeNull();
      const check = validatorOf(`${$ref}/schema`);
      expect(check(value), `${where} ${name}: ${value}`).toBe(true);
    }
    seen.add(where);
    const bytes = new Uint8Array(await reply.clone().arrayBuffer());
    const type = (reply.headers.get('Content-Type') ?? '').split(';')[0] ?? '';
    if (answer.content === undefined) {
      expect(bytes.length, where).toBe(0);
      return;
    }
    expect(Object.keys(answer.content), where).toContain(type);
    if (type !== 'application/json') return;
    const value = JSON.parse(new TextDecoder().decode(bytes)) as { error?: { code?: string } };
    const at = ['/paths', escaped(found.path), method.toLowerCase(), 'responses', reply.status];
    const check = validatorOf(`#${at.join('/')}/content/${escaped('application/json')}/schema`);
    expect(check(value), `${where}: ${JSON.stringify(check.errors)}`).toBe(true);
    const code = value.error?.code;
    if (code === undefined) return;
    expect(answer['x-codes'], where).toContain(code);
    seen.add(`${where} ${code}`);
  };

  return {
    watch:
      (ask: Ask): Ask =>
      async (path, init) => {
        const reply = await ask(path, init);
        await judge(init?.method ?? 'GET', path.split('?')[0] ?? '', reply);
        return reply;
      },
    missing: (): readonly string[] =>
      operations
        .flatMap(({ operation }) =>
          Object.entries(operation.responses).flatMap(([status, answer]) => {
            const where = `${operation.operationId} ${status}`;
            return [where, ...(answer['x-codes'] ?? []).map((code) => `${where} ${code}`)];
          }),
        )
        .filter((one) => !seen.has(one)),
  };
}
