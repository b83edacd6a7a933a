// Everything one running emulator owns, passed to the handlers.

import type { EmulatorClock } from './clock.ts'
import type { AccessHistory } from './data-plane/history.ts'
import type { SourceMap } from './data-plane/source-map.ts'
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
  /** Whom the clients of the data plane stand for. */
  readonly sources: SourceMap
  /** For a data plane that lags behind. */
  readonly history: AccessHistory
  /** Awaited after a write took effect and is saved, before it is answered. */
  readonly afterWrite: () => Promise<void>
}
