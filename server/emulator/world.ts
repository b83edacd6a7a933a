// Everything one running emulator owns, passed to the handlers.

import type { EmulatorClock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { Saver } from './persistence.ts'
import type { RequestLog } from './request-log.ts'
import type { EmulatorState } from './state/records.ts'
import type { Delays, Switches } from './switches.ts'
import type { AccessKey } from './verify-signature.ts'

export type World = {
  state: EmulatorState
  readonly clock: EmulatorClock
  readonly switches: Switches
  readonly delays: Delays
  readonly accessKeys: readonly AccessKey[]
  readonly faults: Faults
  readonly requestLog: RequestLog
  readonly saver: Saver
}
