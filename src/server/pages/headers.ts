/** Owns what browsers are told about the two apps' pages. Must never allow a script from anywhere but our own files. */

/** Who is served: the monitor's app, or the desk. */
export type AppName = 'monitor' | 'desk';

const COMMON = [
  `default-src 'none'`,
  `script-src 'self' 'wasm-unsafe-eval'`,
  `base-uri 'none'`,
  `form-action 'none'`,
];

/** `connect`: origins of endpoints that the page may talk to, besides its own. */
export function pagePolicy(app: AppName, connect: readonly string[]): string {
  return [
    ...COMMON,
    `require-trusted-types-for 'script'`,
    // One policy, the app's own: it lets exactly the service worker's and the workers' own URLs pass.
    `trusted-types default`,
    `style-src 'self'`,
    `img-src 'self' blob: data:`,
    `media-src blob:`,
    `font-src 'self'`,
    `worker-src 'self'`,
    `manifest-src 'self'`,
    `frame-ancestors 'none'`,
    // The desk shows attachments in sandboxed frames without an origin.
    `frame-src ${app === 'desk' ? 'blob:' : `'none'`}`,
    connectTo(connect),
  ].join('; ');
}

/** A worker that holds keys: it loads our code and talks to nobody. */
export const WORKER_POLICY = [...COMMON, `worker-src 'self'`, `connect-src 'none'`].join('; ');

/** The service worker: it sends sealed bytes, so it may connect as the page does. */
export const serviceWorkerPolicy = (connect: readonly string[]): string =>
  [...COMMON, connectTo(connect)].join('; ');

const connectTo = (connect: readonly string[]): string => ['connect-src', `'self'`, ...connect].join(' ');

const OFF = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'display-capture',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'midi',
  'payment',
  'screen-wake-lock',
  'serial',
  'usb',
  'window-management',
  'xr-spatial-tracking',
];

const PERMISSIONS = [
  'camera=(self)',
  'microphone=(self)',
  'geolocation=(self)',
  ...OFF.map((name) => `${name}=()`),
].join(', ');

/** On every file of an app. */
export const FILE_HEADERS: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': PERMISSIONS,
};

/** The policy of one file: pages, workers and the service worker have their own, and it travels with cached copies too. */
export function policyFor(path: string, app: AppName, connect: readonly string[]): string {
  if (/^\/(sw|service-worker)\.m?js$/.test(path)) return serviceWorkerPolicy(connect);
  if (/^\/assets\/[^/]*worker[^/]*\.m?js$/i.test(path)) return WORKER_POLICY;
  return pagePolicy(app, connect);
}
