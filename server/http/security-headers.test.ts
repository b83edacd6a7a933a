import { describe, expect, it } from 'vitest'
import { securityHeaders } from './security-headers.ts'

const nonce = 'bm9uY2U='
const headersOf = (input: { isDevelopment?: boolean; isHttps?: boolean } = {}) =>
  securityHeaders({ nonce, isDevelopment: false, isHttps: false, ...input })

/** `{ 'script-src': ["'self'", …], … }` */
function directivesOf(policy = ''): Record<string, string[]> {
  const pairs = policy.split(';').map((directive) => {
    const [name = '', ...sources] = directive.trim().split(/\s+/)
    return [name, sources] as const
  })
  return Object.fromEntries(pairs)
}

describe('the policy', () => {
  const policy = directivesOf(headersOf()['Content-Security-Policy'])

  it('runs scripts by nonce only', () => {
    expect(policy['script-src']).toEqual(["'self'", `'nonce-${nonce}'`, "'strict-dynamic'"])
  })

  it.each([
    ['object-src', ["'none'"]],
    ['base-uri', ["'none'"]],
    ['frame-ancestors', ["'none'"]],
    ['form-action', ["'self'"]],
    ['connect-src', ["'self'"]],
    ['default-src', ["'self'"]],
  ])('%s is %j', (name, sources) => {
    expect(policy[name]).toEqual(sources)
  })

  it('lets nothing in from elsewhere', () => {
    const sources = Object.values(policy).flat()
    expect(sources.filter((source) => /^(?:\*|https?:|[a-z0-9.*-]+\.[a-z]+)/.test(source))).toEqual([])
    expect(policy['script-src']).not.toContain("'unsafe-inline'")
    expect(policy['script-src']).not.toContain("'unsafe-eval'")
  })

  it('allows hot reload in development only', () => {
    const development = directivesOf(headersOf({ isDevelopment: true })['Content-Security-Policy'])
    expect(development['script-src']).toContain("'unsafe-eval'")
    expect(development['connect-src']).toContain('ws:')
  })
})

it('asks for https only where people come by https', () => {
  expect(headersOf()).not.toHaveProperty('Strict-Transport-Security')
  expect(headersOf({ isHttps: true })['Strict-Transport-Security']).toBe('max-age=31536000')
})

it('sends nothing of where people are to other sites, and lets none of them open us', () => {
  expect(headersOf()).toMatchObject({
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  })
})
