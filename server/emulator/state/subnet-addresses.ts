// Which addresses of a subnet are taken. The network address, the gateway (the first address) and the broadcast
// address are never free; that the gateway is the first one is invented.

import { formatIpv4, parseIpv4, parseIpv4Block } from '#server/emulator/ipv4.ts'
import type { EmulatorState, SubnetRecord } from './records.ts'

export type UsedAddress = { readonly address: number; readonly type: string }

/** Every address in use, including those that VPC links hold, without the three reserved ones. */
export function usedAddresses(state: EmulatorState, subnet: SubnetRecord, nowMs: number): UsedAddress[] {
  const used = new Map<number, string>()
  for (const range of subnet.busy) {
    const first = parseIpv4(range.first)
    const last = parseIpv4(range.last)
    if (first === null || last === null) continue
    for (let address = first; address <= last; address += 1) used.set(address, range.type)
  }
  for (const instance of state.instances) {
    for (const link of instance.links) {
      if (link.subnetId !== subnet.subnetId) continue
      if (link.goneAtMs !== null && nowMs >= link.goneAtMs) continue
      const address = parseIpv4(link.address)
      if (address !== null) used.set(address, 'ENDPOINT')
    }
  }
  return [...used].map(([address, type]) => ({ address, type })).sort((a, b) => a.address - b.address)
}

export type AddressVerdict = 'free' | 'outside' | 'reserved' | 'used'

export function judgeAddress(
  state: EmulatorState,
  subnet: SubnetRecord,
  address: number,
  nowMs: number,
): AddressVerdict {
  const block = parseIpv4Block(subnet.cidr)
  if (!block || address < block.first || address > block.last) return 'outside'
  if (address === block.first || address === block.first + 1 || address === block.last) return 'reserved'
  return usedAddresses(state, subnet, nowMs).some((used) => used.address === address) ? 'used' : 'free'
}

/** The lowest free address, or null when the subnet is full. */
export function firstFreeAddress(state: EmulatorState, subnet: SubnetRecord, nowMs: number): string | null {
  const block = parseIpv4Block(subnet.cidr)
  if (!block) return null
  const used = new Set(usedAddresses(state, subnet, nowMs).map((each) => each.address))
  for (let address = block.first + 2; address < block.last; address += 1) {
    if (!used.has(address)) return formatIpv4(address)
  }
  return null
}

export function countFreeAddresses(state: EmulatorState, subnet: SubnetRecord, nowMs: number): number {
  const block = parseIpv4Block(subnet.cidr)
  if (!block) return 0
  return Math.max(0, block.last - block.first + 1 - 3 - usedAddresses(state, subnet, nowMs).length)
}
