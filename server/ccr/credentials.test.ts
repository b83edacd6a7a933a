import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Credential } from './credentials.ts'

const input = {
  accessKeyId: 'ALTAKexampleexampleexample',
  secretAccessKey: '0123456789abcdef0123456789abcdef',
  sessionToken: 'token/with+signs==',
}
const credential = new Credential(input)

describe('a credential shows itself nowhere', () => {
  it.each<[string, (value: unknown) => string]>([
    ['JSON', (value) => JSON.stringify({ nested: [value] })],
    ['inspect', (value) => inspect({ nested: [value] }, { depth: 20, showHidden: true })],
    ['inspect without its own method', (value) => inspect(value, { customInspect: false, showHidden: true })],
    ['String', (value) => String(value)],
    ['a template', (value) => `${value}`],
    ['spread', (value) => JSON.stringify({ ...(value as object) })],
    ['entries', (value) => JSON.stringify(Object.entries(value as object))],
    ['structuredClone', (value) => JSON.stringify(structuredClone({ ...(value as object) }))],
  ])('not in %s', (_, show) => {
    const shown = show(credential)
    for (const secret of Object.values(input)) expect(shown).not.toContain(secret)
  })

  it('but can be told from another', () => {
    expect(String(credential)).toBe('Credential(ALTA…mple)')
    expect(new Credential({ ...input, accessKeyId: 'short' }).label).toBe('…')
  })
})

it('signs with its key and carries its session token', () => {
  expect(credential.headers).toEqual({ 'x-bce-security-token': input.sessionToken })
  const { sessionToken: _, ...permanent } = input
  const plain = new Credential(permanent)
  expect(plain.headers).toEqual({})
  const headers = { host: 'ccr.bj.baidubce.com', 'x-bce-date': '2026-11-24T08:26:41Z' }
  const path = '/v1/instances/ccr-4k74gw7d/privatelinks'
  expect(plain.authorize({ method: 'GET', path, headers }, 1_795_508_801_000)).toBe(
    'bce-auth-v1/ALTAKexampleexampleexample/2026-11-24T08:26:41Z/1800/host;x-bce-date/' +
      '57f8a8b058d9b0b5224756e20ce785726421bd810e68f9166addcc296c9dcd4b',
  )
})

it('takes itself out of a text', () => {
  const text = `key ${input.accessKeyId}, ${input.secretAccessKey}; ${input.sessionToken} ${input.accessKeyId}`
  expect(credential.redact(text)).toBe('key [redacted], [redacted]; [redacted] [redacted]')
})

it.each([
  [{ accessKeyId: '' }, 'access key id'],
  [{ accessKeyId: 'a b' }, 'access key id'],
  [{ accessKeyId: 'a/b' }, 'access key id'],
  [{ accessKeyId: 'a\r\nx: y' }, 'access key id'],
  [{ secretAccessKey: '' }, 'secret access key'],
  [{ secretAccessKey: 'pass word' }, 'secret access key'],
  [{ secretAccessKey: 'pass\n' }, 'secret access key'],
  [{ sessionToken: 'a\nb' }, 'session token'],
])('refuses %j and names the part, not its value', (change, named) => {
  const make = () => new Credential({ ...input, ...change })
  expect(make).toThrow(named)
  const value = Object.values(change)[0] ?? ''
  if (value !== '') expect(make).not.toThrow(value)
})
