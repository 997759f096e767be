/** The Content-Security-Policy and the isolation headers, one text for development, preview, `_headers` and the service worker. */

/**
 * Hosts that the reply endpoint and the models may be on, from `MHM_CONNECT` (origins with spaces between them, `https://*.…` for
 * all below a name); none in the default build.
 */
export const connectHosts = (env: NodeJS.ProcessEnv = process.env): readonly string[] =>
  (env['MHM_CONNECT'] ?? '').split(/\s+/).filter((host) => /^https?:\/\/(\*\.)?[\w.:-]+$/.test(host));

/**
 * Inline styles of libraries, by their hash: React Aria's touch-action rule, the same library's scroll lock on iOS, and
 * wavesurfer's shadow root at our height. `e2e/ui-states.spec.ts` fails when an upgrade changes one.
 */
const LIBRARY_STYLES = [
  'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=',
  'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg=',
  'sha256-fF0LBso7Nz75zaFRDBUefBDvPe19hjaiDnnc8lt+2Js=',
];

/** The policy of the built page. `nonce` and `extraConnect` are for the development server only. */
export function contentSecurityPolicy(hosts: readonly string[], nonce = '', extraConnect = ''): string {
  const own = nonce === '' ? "'self'" : `'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    `script-src ${own} 'wasm-unsafe-eval'`,
    "worker-src 'self'",
    `style-src ${own} ${LIBRARY_STYLES.map((hash) => `'${hash}'`).join(' ')}`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    ['connect-src', "'self'", ...hosts, extraConnect].filter(Boolean).join(' '),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The headers every answer carries: isolation gives WASM its threads. */
export const pageHeaders = (policy: string): Record<string, string> => ({
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': `${policy}; frame-ancestors 'self'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'microphone=(self)',
});
