import { describe, expect, it } from 'vitest'
import { endpointRefusal } from './capability.ts'

describe('endpointRefusal', () => {
  it.each([
    ['closed', null, 'endpoint_already'],
    ['opening', 'endpoint_moving', 'endpoint_moving'],
    ['opened', 'endpoint_already', null],
    ['closing', 'endpoint_moving', 'endpoint_moving'],
    ['suspended', 'endpoint_state_unknown', null],
    ['', 'endpoint_state_unknown', null],
  ])('%s: open %s, close %s', (status, open, close) => {
    expect(endpointRefusal(status, 'open')).toBe(open)
    expect(endpointRefusal(status, 'close')).toBe(close)
  })
})
