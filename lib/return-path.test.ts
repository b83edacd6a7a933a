import { expect, it } from 'vitest'
import { returnPathFrom } from './return-path.ts'

it.each([
  ['/instances/ccr-1?tab=links', '/instances/ccr-1?tab=links'],
  ['/', '/'],
  [null, '/instances'],
  ['', '/instances'],
  ['https://evil.example', '/instances'],
  ['//evil.example', '/instances'],
  ['/\\evil.example', '/instances'],
  ['/a\\b', '/instances'],
  ['/\t/evil.example', '/instances'],
  ['javascript:alert(1)', '/instances'],
  ['/sign-in?from=/x', '/instances'],
  ['/api/auth/sign-out', '/instances'],
  [`/${'a'.repeat(2000)}`, '/instances'],
])('%j goes to %s', (text, path) => expect(returnPathFrom(text)).toBe(path))
