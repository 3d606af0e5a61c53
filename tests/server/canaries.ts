/** Owns marks for every header that could say who somebody is. Must never be understood by the endpoint. */

/** Each value holds `canary`, so that one search finds them all. */
export const CANARY = 'canary7f3a';

/** Headers of browsers, proxies and trackers; `fetch` may refuse a few of them, raw requests none. */
export const CANARY_HEADERS: Readonly<Record<string, string>> = {
  'User-Agent': `SpyBrowser/77.1 (${CANARY})`,
  Forwarded: `for=203.0.113.77;by=${CANARY}`,
  'X-Forwarded-For': `203.0.113.77, ${CANARY}`,
  'X-Forwarded-Host': `${CANARY}.example`,
  'X-Real-IP': '203.0.113.77',
  'CF-Connecting-IP': '203.0.113.77',
  'True-Client-IP': '203.0.113.77',
  Via: `1.1 ${CANARY}`,
  From: `${CANARY}@example.org`,
  Referer: `https://${CANARY}.example/who`,
  Cookie: `id=${CANARY}`,
  'Accept-Language': `kk-${CANARY}`,
  'Sec-CH-UA': `"${CANARY}";v="77"`,
  'X-Request-ID': CANARY,
  Traceparent: `00-${'ca'.repeat(16)}-${'fe'.repeat(8)}-01`,
  'If-None-Match': `"${CANARY}"`,
  DNT: '1',
};

/** What must not be found anywhere afterwards. */
export const CANARY_MARKS = [CANARY, 'SpyBrowser', '203.0.113.77', 'ca'.repeat(16)];
