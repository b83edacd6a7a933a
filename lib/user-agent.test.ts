import { expect, it } from 'vitest'
import { browserFrom } from './user-agent.ts'

it.each([
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36',
    'Chrome',
    'Linux',
  ],
  [
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0',
    'Edge',
    'Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19 Safari/604',
    'Safari',
    'iOS',
  ],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 15) Gecko/20100101 Firefox/150.0', 'Firefox', 'macOS'],
])('%s', (text, browser, system) => expect(browserFrom(text)).toEqual({ browser, system }))

it('gives up on anything else', () => {
  expect(browserFrom(null)).toBeNull()
  expect(browserFrom('curl/8.0')).toBeNull()
})
