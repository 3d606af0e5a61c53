/** Owns where the endpoint is said to be before there is an organisation. Must never be used after: then the manifest says it. */
import { isEndpointUrl, isObject, parseJsonObject } from '../wire/shape.ts';

/** The port of an endpoint started without settings. */
const USUAL_PORT = '8787';

/** What the desk's server tells in `/desk.json`, else the same host with the usual port. */
export async function endpointFrom(
  get: (path: string) => Promise<Response>,
  place: { readonly protocol: string; readonly hostname: string },
): Promise<string> {
  const guess = `${place.protocol}//${place.hostname}:${USUAL_PORT}`;
  try {
    const response = await get('/desk.json');
    const told = response.ok ? parseJsonObject(await response.text()) : undefined;
    const url = isObject(told) ? told['endpoint'] : undefined;
    return isEndpointUrl(url) ? url : guess;
  } catch {
    // Offline, or a server that says nothing: the field can be filled in by hand.
    return guess;
  }
}
