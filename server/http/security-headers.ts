// What browsers are told to refuse on our behalf. Not a line of defence: each route checks for itself.

export type SecurityHeadersInput = {
  /** Fresh for each request; scripts without it do not run. */
  readonly nonce: string
  readonly isDevelopment: boolean
  readonly isHttps: boolean
}

/** Headers of every page and answer. */
export function securityHeaders(input: SecurityHeadersInput): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(input),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    // For this host only: what else lives below its name is not ours to decide.
    ...(input.isHttps && { 'Strict-Transport-Security': 'max-age=31536000' }),
  }
}

/** CSP level 3: only scripts with the nonce, and what those load. */
export function contentSecurityPolicy({ nonce, isDevelopment }: SecurityHeadersInput): string {
  return [
    "default-src 'self'",
    // Hot reload evaluates code and opens a socket.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // Positions of menus and virtual rows are style attributes set by script; no style sheet comes from elsewhere.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}
