/** Owns the environment variables of the endpoint. Must never have a default that opens it to the network. */
import { err, ok, type Result } from '../domain/result.ts';
import { isEndpointUrl } from '../wire/shape.ts';
import type { S3Settings } from './blobs/s3Bucket.ts';

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
  /** Bytes that one organisation may store. */
  readonly orgBytes: number | undefined;
  /** Parcels a day without a ticket, of one organisation. */
  readonly poolParcels: number | undefined;
  /** PostgreSQL; undefined: SQLite in the data folder. */
  readonly databaseUrl: string | undefined;
  /** A bucket for sealed files; undefined: the data folder. */
  readonly s3: S3Settings | undefined;
  readonly metricsPort: number | undefined;
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
  const orgBytes = env['TUMAR_ORG_LIMIT'];
  if (orgBytes !== undefined && !/^[1-9]\d{6,14}$/.test(orgBytes)) return err('malformed', 'TUMAR_ORG_LIMIT');
  const pool = env['TUMAR_POOL'];
  if (pool !== undefined && !/^\d{1,7}$/.test(pool)) return err('malformed', 'TUMAR_POOL');
  const databaseUrl = env['DATABASE_URL'];
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\/./.test(databaseUrl))
    return err('malformed', 'DATABASE_URL');
  const s3 = parseS3(env);
  if (!s3.ok) return s3;
  const metrics = env['TUMAR_METRICS_PORT'];
  const metricsPort = metrics === undefined ? undefined : parsePort(metrics, 0);
  if (metrics !== undefined && metricsPort === undefined) return err('malformed', 'TUMAR_METRICS_PORT');
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
    orgBytes: orgBytes === undefined ? undefined : Number(orgBytes),
    poolParcels: pool === undefined ? undefined : Number(pool),
    databaseUrl,
    s3: s3.value,
    metricsPort,
  });
}

/** With an endpoint everything else but the region must be said. */
function parseS3(
  env: Readonly<Record<string, string | undefined>>,
): Result<S3Settings | undefined, 'malformed'> {
  const endpoint = env['S3_ENDPOINT'];
  if (endpoint === undefined) return ok(undefined);
  if (!isEndpointUrl(endpoint)) return err('malformed', 'S3_ENDPOINT');
  const bucket = env['S3_BUCKET'] ?? '';
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return err('malformed', 'S3_BUCKET');
  const keyId = env['S3_ACCESS_KEY_ID'] ?? '';
  if (keyId === '') return err('malformed', 'S3_ACCESS_KEY_ID');
  const secret = env['S3_SECRET_ACCESS_KEY'] ?? '';
  if (secret === '') return err('malformed', 'S3_SECRET_ACCESS_KEY');
  return ok({ endpoint, bucket, keyId, secret, region: env['S3_REGION'] ?? 'us-east-1' });
}

const list = (text: string | undefined): readonly string[] =>
  (text ?? '').split(/[\s,]+/).flatMap((url) => (url === '' ? [] : [url.replace(/\/+$/, '')]));

function parsePort(text: string | undefined, fallback: number): number | undefined {
  if (text === undefined) return fallback;
  return /^\d{1,5}$/.test(text) && Number(text) < 65_536 ? Number(text) : undefined;
}
