import { statusConflict } from '#server/emulator/errors.ts'
import type { Delays, Switches } from '#server/emulator/switches.ts'
import type { InstanceRecord, PublicEndpointRecord } from './records.ts'

/** closed → opening → opened → closing → closed (cloud.baidu.com/doc/CCR/s/Dmq6f5qbh). */
export function publicEndpointStatus(endpoint: PublicEndpointRecord, nowMs: number): string {
  if (endpoint.forcedStatus !== null) return endpoint.forcedStatus
  if (nowMs >= endpoint.settlesAtMs) return endpoint.target
  return endpoint.target === 'opened' ? 'opening' : 'closing'
}

/** Starts an opening or a closing. Throws a CcrError where the switches say so. */
export function changePublicEndpoint(
  instance: InstanceRecord,
  action: 'open' | 'close',
  nowMs: number,
  switches: Switches,
  delays: Delays,
): void {
  const endpoint = instance.publicEndpoint
  const status = publicEndpointStatus(endpoint, nowMs)
  const target = action === 'open' ? 'opened' : 'closed'
  const isMoving = status === 'opening' || status === 'closing'
  if (isMoving && switches.actionInTransition === 'conflict') {
    throw statusConflict(`public network is ${status}`)
  }
  if (status === target) {
    if (switches.actionWithoutChange === 'conflict')
      throw statusConflict(`public network is already ${status}`)
    return
  }
  if (isMoving && endpoint.target === target) return
  endpoint.target = target
  endpoint.settlesAtMs = nowMs + (action === 'open' ? delays.openingMs : delays.closingMs)
  endpoint.forcedStatus = null
  if (action === 'close' && !switches.keepAllowListOnClose) instance.allowList = []
}
