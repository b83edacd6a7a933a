// Headers that every page and answer carries. Not a line of defence: each route checks for itself.

import { type NextRequest, NextResponse } from 'next/server'
import { isDevelopment, isHttps } from '#server/env.ts'
import { pathHeader } from '#lib/path-header.ts'

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const policy = contentSecurityPolicy(nonce)
  const forwarded = new Headers(request.headers)
  // Next reads the nonce from here and puts it on its own scripts.
  forwarded.set('content-security-policy', policy)
  forwarded.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers: forwarded } })
  const { headers } = response
  headers.set('Content-Security-Policy', policy)
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Referrer-Policy', 'no-referrer')
  headers.set('Cross-Origin-Opener-Policy', 'same-origin')
  headers.set('Cross-Origin-Resource-Policy', 'same-origin')
  headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=(), payment=()')
  if (isHttps()) headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
  return response
}

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    // Hot reload evaluates code and opens a socket.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment() ? " 'unsafe-eval'" : ''}`,
    // Positions of menus and virtual rows are style attributes set by script; no style sheet comes from elsewhere.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment() ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export const config = {
  // Everything but files with a hash in their name.
  matcher: [{ source: '/((?!_next/static|favicon.ico).*)' }],
}
