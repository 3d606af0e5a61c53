/** Owns the environment variables of the endpoint. Must never have a default that opens it to the network. */
import { err, ok, type Result } from '../domain/result.ts';
import { isEndpointUrl } from '../wire/shape.ts';

export type Settings = {
  readonly host: string;
  readonly port: number;
  readonly deskPort: number;
  readonly data: string;
  /** Folder of the built apps; undefined: the one beside the source. */
  readonly dist: string | undefined;
  /** Where people reach the endpoint; the first one is printed. Undefined: the address it listens on. */
  readonly publicUrls: readonly string[];
  readonly deskUrl: string | undefined;
  /** Further origins that the apps may talk to: mirrors, other endpoints. */
  readonly connect: readonly string[];
  readonly parcelLimit: number | undefined;
};

/** Reads the variables; `malformed` names the wrong one. */
export function parseSettings(
  env: Readonly<Record<string, string | undefined>>,
): Result<Settings, 'malformed'> {
  const port = parsePort(env['PORT'], 8787);
  const deskPort = parsePort(env['DESK_PORT'], 8788);
  const publicUrls = list(env['TUMAR_PUBLIC_URL']);
  const connect = list(env['TUMAR_CONNECT']);
  const deskUrl = list(env['TUMAR_DESK_URL'])[0];
  const limit = env['TUMAR_PARCEL_LIMIT'];
  if (port === undefined) return err('malformed', 'PORT');
  if (deskPort === undefined) return err('malformed', 'DESK_PORT');
  if (!publicUrls.every(isEndpointUrl)) return err('malformed', 'TUMAR_PUBLIC_URL');
  if (deskUrl !== undefined && !isEndpointUrl(deskUrl)) return err('malformed', 'TUMAR_DESK_URL');
  if (!connect.every(isEndpointUrl)) return err('malformed', 'TUMAR_CONNECT');
  if (limit !== undefined && !/^[1-9]\d{4,12}$/.test(limit)) return err('malformed', 'TUMAR_PARCEL_LIMIT');
  return ok({
    host: env['TUMAR_HOST'] ?? '127.0.0.1',
    port,
    deskPort,
    data: env['TUMAR_DATA'] ?? './data',
    dist: env['TUMAR_DIST'],
    publicUrls,
    deskUrl,
    connect,
    parcelLimit: limit === undefined ? undefined : Number(limit),
  });
}

const list = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/[\s,]+/).flatMap((url) => (url === '' ? [] : [url.replace(/\/+$/, '')]));

function parsePort(text: string | undefined, fallback: number): number | undefined {
  if (text === undefined) return fallback;
  return /^\d{1,5}$/.test(text) && Number(text) < 65_536 ? Number(text) : undefined;
}
