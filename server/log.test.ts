import { Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors.ts'
import { createLog, type LogOptions } from './log.ts'
import { redactText } from './redact.ts'
import { Secret } from './secret.ts'

const liveSecret = 'live-secret-value-1234'
const authorization =
  'bce-auth-v1/ALTAKexample/2026-11-24T08:07:24Z/1800/host;x-bce-date/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'

function open(options: Partial<LogOptions> = {}) {
  const lines: string[] = []
  const destination = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return {
    log: createLog({ level: 'info', secrets: [liveSecret], destination, ...options }),
    text: () => lines.join(''),
  }
}

describe('a line', () => {
  it('is one JSON object with level, time and message', () => {
    const { log, text } = open()
    log.info({ requestId: 'r1', tookMs: 3 }, 'request')
    expect(JSON.parse(text())).toEqual({
      level: 'info',
      time: expect.any(Number),
      requestId: 'r1',
      tookMs: 3,
      msg: 'request',
    })
    expect(text().endsWith('\n')).toBe(true)
  })

  it('is one readable line where people look at it', () => {
    const { log, text } = open({ isPretty: true })
    log.warn({ requestId: 'r1' }, 'two\nlines')
    expect(text()).toMatch(/^\d\d:\d\d:\d\d\.\d{3} warn +two\\nlines requestId=r1\n$/)
  })

  it('cannot be forged by what it tells', () => {
    const { log, text } = open()
    log.info({ name: 'x"}\n{"level":"error","msg":"forged' }, 'request')
    expect(text().split('\n')).toHaveLength(2)
  })
})

describe('no line holds', () => {
  it.each<[string, unknown[]]>([
    ['a signature in the message', [`sent with ${authorization}`]],
    ['a signature in a value', [{ header: authorization }, 'x']],
    ['a signature in a list', [{ headers: ['authorization', authorization] }, 'x']],
    ['a signature deep inside', [{ a: { b: [{ c: { d: `"${authorization}"` } }] } }, 'x']],
    ['a signature as an argument', ['sent %s', authorization]],
    ['an Authorization field', [{ headers: { Authorization: 'Token 01234567' } }, 'x']],
    ['a bearer token in a text', ['used Bearer 0123456789abcdef']],
    ['cookies', [{ cookie: 'session=0123456789', 'Set-Cookie': ['a=0123456789'] }, 'x']],
    ['cookies of a Headers object', [{ headers: new Headers({ cookie: 'session=0123456789' }) }, 'x']],
    ['a password', [{ body: { password: '0123456789', newPassword: '0123456789' } }, 'x']],
    ['a secret key', [{ secretAccessKey: '0123456789', secret_access_key: '0123456789' }, 'x']],
    ['a session token', [{ 'x-bce-security-token': '0123456789', sessionToken: '0123456789' }, 'x']],
    ['the token of a link', ['Set-up link: http://127.0.0.1:3000/setup#token=0123456789abcdef']],
    ['the password of a database address', ['connect postgres://user:0123456789@db:5432/x failed']],
    ['the word of our own HTTP server', [{ 'x-drawbridge-peer': '0123456789 203.0.113.7' }, 'x']],
    ['a live secret in a text', [`the value ${liveSecret} is wrong`]],
    ['a live secret as a key', [{ [liveSecret]: 1 }, 'x']],
    ['a Secret', [{ key: new Secret('0123456789') }, 'x']],
    ['a secret in an error', [{ err: new Error(`bad ${liveSecret}`) }, 'x']],
    ['a secret in an error given bare', [new Error(`bad ${authorization}`)]],
    [
      'a secret in a cause',
      [{ err: new AppError('internal', { cause: new Error(`bad ${liveSecret}`) }) }, 'x'],
    ],
    ['a secret in what an error carries', [{ err: Object.assign(new Error('x'), { authorization }) }, 'x']],
  ])('%s', (_, args) => {
    const { log, text } = open()
    log.error(...(args as [object, string]))
    expect(text()).not.toMatch(/0123456789|live-secret/)
    expect(text().length).toBeGreaterThan(20)
  })

  it('a secret of a child logger', () => {
    const { log, text } = open()
    log.child({ part: liveSecret, authorization }).info('x')
    expect(text()).not.toMatch(/0123456789|live-secret/)
  })
})

it('keeps what helps: the error, its code, its cause and where it happened', () => {
  const { log, text } = open()
  const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  log.error({ err: new AppError('upstream_unavailable', { cause }) }, 'request')
  expect(JSON.parse(text()).err).toMatchObject({
    name: 'AppError',
    code: 'upstream_unavailable',
    stack: expect.stringContaining('log.test.ts'),
    cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' },
  })
})

it('survives a value that holds itself', () => {
  const { log, text } = open()
  const loop: Record<string, unknown> = {}
  loop.self = loop
  log.info({ loop }, 'x')
  expect(text()).toContain('"msg":"x"')
})

describe('redactText', () => {
  it.each([
    [
      'nothing to hide, 10.0.0.1/8 and https://ccr.bj.baidubce.com/v1',
      'nothing to hide, 10.0.0.1/8 and https://ccr.bj.baidubce.com/v1',
    ],
    [`a ${authorization}, b`, 'a bce-auth-v1/[secret], b'],
    [`{"Authorization":"${authorization}"}`, '{"Authorization":"bce-auth-v1/[secret]"}'],
    ['https://user:pass@host/x', 'https://user:[secret]@host/x'],
    ['http://h/setup#token=abc_DEF-1 next', 'http://h/setup#token=[secret] next'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).toBe(expected)
  })
})
