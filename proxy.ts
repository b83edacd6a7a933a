// Headers that every page and answer carries. Not a line of defence: each route checks for itself.

import { type NextRequest, NextResponse } from 'next/server'
import { pathHeader } from '#lib/path-header.ts'
import { isDevelopment, isHttps } from '#server/env.ts'
import { securityHeaders } from '#server/http/security-headers.ts'

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID())
  const headers = securityHeaders({ nonce, isDevelopment: isDevelopment(), isHttps: isHttps() })
  const forwarded = new Headers(request.headers)
  // Next reads the nonce from here and puts it on its own scripts.
  forwarded.set('content-security-policy', headers['Content-Security-Policy'] ?? '')
  forwarded.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search)
  const response = NextResponse.next({ request: { headers: forwarded } })
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

export const config = {
  // Everything but files with a hash in their name.
  matcher: [{ source: '/((?!_next/static/).*)' }],
}
