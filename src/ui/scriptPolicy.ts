/** Owns the one policy by which a page may load script by address; never lets a string become markup or code. */

/** Own hashed files, and the files named in `also`, on our own origin; anything else is a bug or an attack. */
export function isOwnScript(url: string, base: string, also: readonly string[] = []): boolean {
  const address = new URL(url, base);
  if (address.origin !== new URL(base).origin) return false;
  return also.includes(address.pathname) || address.pathname.startsWith('/assets/');
}

type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
};

/** Installs the default policy where the browser knows Trusted Types. Call once, before anything else. */
export function installScriptPolicy(page: Window, also: readonly string[] = []): void {
  const { trustedTypes } = page as Window & { readonly trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', {
    createScriptURL: (url) => {
      if (isOwnScript(url, page.location.href, also)) return url;
      throw new TypeError('script address refused');
    },
  });
}
