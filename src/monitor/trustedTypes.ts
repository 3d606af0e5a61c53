/** Owns the one policy by which this page may load script by address; never lets a string become markup or code. */

/** Own service worker and own hashed files, on our own origin; anything else is a bug or an attack. */
export function isOwnScript(url: string, base: string): boolean {
  const address = new URL(url, base);
  if (address.origin !== new URL(base).origin) return false;
  return address.pathname === '/sw.js' || address.pathname.startsWith('/assets/');
}

/** Installs the default policy where the browser knows Trusted Types. Call once, before anything else. */
export function installScriptPolicy(page: Window): void {
  page.trustedTypes?.createPolicy('default', {
    createScriptURL: (url) => {
      if (isOwnScript(url, page.location.href)) return url;
      throw new TypeError('script address refused');
    },
  });
}
