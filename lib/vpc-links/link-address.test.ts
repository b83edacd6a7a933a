import { describe, expect, it } from 'vitest'
import { checkLinkAddress } from './link-address.ts'
import { linkStateOf } from './link-status.ts'

const subnet = { subnetCidr: '10.32.8.0/24', usedAddresses: ['10.32.8.9'] }

describe('checkLinkAddress', () => {
  it.each([
    ['10.32.8.40', null],
    [' 10.32.8.254 ', null],
    ['10.32.8.0', 'links.address.network'],
    ['10.32.8.1', 'links.address.gateway'],
    ['10.32.8.255', 'links.address.broadcast'],
    ['10.32.9.1', 'links.address.outside'],
    ['10.32.7.255', 'links.address.outside'],
    ['10.32.8.9', 'links.address.used'],
    ['10.32.8.0/24', 'links.address.isBlock'],
    ['10.32.8.300', 'address.problem.octetRange'],
    ['fd00::1', 'address.problem.ipv6'],
    ['', 'address.problem.empty'],
  ])('%s → %s', (address, reason) => {
    const check = checkLinkAddress({ address, ...subnet })
    expect(check.ok ? null : check.problem.reason).toBe(reason)
  })

  it('names the range that would be right', () => {
    const check = checkLinkAddress({ address: '192.168.1.1', ...subnet })
    expect(check).toMatchObject({ problem: { values: { first: '10.32.8.0', last: '10.32.8.255' } } })
  })

  it('leaves addresses in use to the cloud when they could not be read', () => {
    expect(checkLinkAddress({ address: '10.32.8.9', ...subnet, usedAddresses: null }).ok).toBe(true)
  })
})

describe('linkStateOf', () => {
  it.each([
    ['created', 'created'],
    ['creating', 'moving'],
    ['deleting', 'moving'],
    ['failed', 'failed'],
    ['available', 'unknown'],
    ['', 'unknown'],
  ])('%s → %s', (status, state) => expect(linkStateOf(status)).toBe(state))
})
