/** Owns what others say on the line in our endpoint's place, byte for byte as it is seen in the wild. Must never carry our marks by mistake. */
import type { WaitCode } from '../../src/outbox/ports.ts';

const html = (text: string): string => `<!DOCTYPE html><html><head><title>${text}</title></head></html>`;
const http = (status: string, headers: readonly string[], body = ''): string =>
  [
    `HTTP/1.1 ${status}`,
    ...headers,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
const page = (status: string, text: string, more: readonly string[] = []): string =>
  http(status, ['Content-Type: text/html; charset=utf-8', ...more], html(text));

/** Who speaks, what, and what the person is told. */
export const STRANGERS: readonly (readonly [string, string, WaitCode])[] = [
  ['a captive portal with 200', page('200 OK', 'Free Wi-Fi: log in'), 'notOurEndpoint'],
  [
    'a captive portal that sends elsewhere',
    http('302 Found', ['Location: http://portal.example/login']),
    'notOurEndpoint',
  ],
  ['a portal by its name', page('511 Network Authentication Required', 'Log in'), 'notOurEndpoint'],
  ['a block page', page('403 Forbidden', 'Access restricted by decision of the regulator'), 'notOurEndpoint'],
  ['a block page with its reason', page('451 Unavailable For Legal Reasons', 'Blocked'), 'notOurEndpoint'],
  ['a proxy that wants a login', page('407 Proxy Authentication Required', 'Squid'), 'offline'],
  [
    'nginx before an endpoint that is down',
    page('502 Bad Gateway', '502 Bad Gateway', ['Server: nginx']),
    'endpointFault',
  ],
  ['nginx before one that hangs', page('504 Gateway Time-out', '504', ['Server: nginx']), 'endpointFault'],
  ['a proxy that is full', page('503 Service Unavailable', 'HAProxy'), 'endpointFault'],
  [
    'a clock of another century',
    page('200 OK', 'x', ['Date: Thu, 01 Jan 1970 00:00:00 GMT']),
    'notOurEndpoint',
  ],
  [
    'JSON that is not ours',
    http('200 OK', ['Content-Type: application/json'], '{"ok":true}'),
    'notOurEndpoint',
  ],
  [
    'a tus server of another version',
    http('201 Created', ['Tus-Resumable: 2.0.0', 'Upload-Offset: 0', 'Location: /files/1']),
    'notOurEndpoint',
  ],
  ['an empty page', http('200 OK', []), 'notOurEndpoint'],
  ['no HTTP at all', '220 mail.example ESMTP\r\n', 'offline'],
  ['half a status line', 'HTTP/1.', 'offline'],
  ['nothing', '', 'offline'],
];
