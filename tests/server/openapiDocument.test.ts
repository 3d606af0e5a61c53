/** Owns the proof that docs/openapi.json names every route of the endpoint and every code, and none that is not. */
import { describe, expect, it } from 'vitest';
import { ENDPOINT_STATUS } from '../../src/wire/endpointApi.ts';
import { createTestEndpoint } from '../fakes/endpoint.ts';
import { document, operations } from './openapiJudge.ts';

describe('the document', () => {
  it('is OpenAPI 3.1, describes every route of the router, and no other', async () => {
    const { routes } = await createTestEndpoint();
    expect(document.openapi).toBe('3.1.0');
    const served = routes.map(
      ({ method, path }) => `${method} ${path.replace(/\/$/, '').replace(/:(\w+)/g, '{$1}')}`,
    );
    // Hono answers HEAD through GET, and OPTIONS before it routes.
    const described = operations
      .filter(({ method }) => !['HEAD', 'OPTIONS'].includes(method))
      .map(({ method, path }) => `${method} ${path}`);
    // The page of couriers is served beside the router.
    const pages = ['GET /deliver', 'GET /deliver/{file}'];
    expect([...new Set([...served, ...pages])].sort()).toEqual(described.sort());
  });

  it('lists codes that exist, under their status', () => {
    const wrong = operations.flatMap(({ operation }) =>
      Object.entries(operation.responses).flatMap(([status, answer]) =>
        (answer['x-codes'] ?? []).filter(
          (code) => ENDPOINT_STATUS[code as keyof typeof ENDPOINT_STATUS] !== Number(status),
        ),
      ),
    );
    expect(wrong).toEqual([]);
    const listed = operations.flatMap(({ operation }) =>
      Object.values(operation.responses).flatMap((answer) => answer['x-codes'] ?? []),
    );
    expect(Object.keys(ENDPOINT_STATUS).filter((code) => !listed.includes(code))).toEqual([]);
  });
});
