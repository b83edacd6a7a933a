import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { faultKinds } from './faults.ts'
import { defaultDelays, defaultSwitches, parseDelays, parseSwitches } from './switches.ts'

const differences = await readFile(new URL('./DIFFERENCES.md', import.meta.url), 'utf8')

describe('DIFFERENCES.md', () => {
  it.each(Object.entries(defaultSwitches))('lists the switch %s with its default %j', (name, value) => {
    const row = differences.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${name}\``))
    expect(row).toContain(`\`${value}\``)
  })
  it.each(Object.entries(defaultDelays))('lists the delay %s with its default %i', (name, value) => {
    expect(differences).toContain(`\`${name}\` ${value}`)
  })
  it.each(faultKinds)('lists the fault %s', (kind) => {
    expect(differences).toContain(`\`${kind}\``)
  })
})

it('takes back every default', () => {
  expect(parseSwitches({ ...defaultSwitches })).toEqual(defaultSwitches)
  expect(parseDelays({ ...defaultDelays })).toEqual(defaultDelays)
})

it.each([
  [{ hostBits: 'maybe' }, 'one of accept, refuse'],
  [{ allowListMax: -1 }, 'allowListMax'],
  [{ keepAllowListOnClose: 'yes' }, 'keepAllowListOnClose'],
  [{ futureSkewMs: null }, 'futureSkewMs'],
  [{ gatewayRegion: 5 }, 'gatewayRegion'],
  [{ toString: 'x' }, 'There is no switch called "toString"'],
])('refuses %j with a sentence', (input, sentence) => {
  expect(() => parseSwitches(input)).toThrow(sentence)
})
