// What the emulator was asked. Signatures, secret keys and session tokens never get here: only names of headers do.

import type { OperationName } from './router.ts'

export type RequestRecord = {
  /** Epoch ms by the emulator's clock. */
  atMs: number
  method: string
  path: string
  query: string
  host: string
  operation: OperationName | null
  instanceId: string | null
  region: string
  /** HTTP status, or 0 when the connection was cut without an answer. */
  status: number
  /** The vendor's error code, or empty. */
  code: string
  /** Why it was refused, in more words than the answer has. */
  detail: string
  requestId: string
  accessKeyId: string | null
  signedHeaders: string[]
  fault: string | null
  /** True when the operation took effect. */
  isCommitted: boolean
  /** Body of a write, as text. */
  body: string
}

export type RequestFilter = {
  operation?: OperationName
  instanceId?: string
  method?: string
}

export type RequestLog = {
  add(record: RequestRecord): void
  /** Oldest first. */
  list(filter?: RequestFilter): RequestRecord[]
  clear(): void
}

export function createRequestLog(max: number): RequestLog {
  let records: RequestRecord[] = []
  return {
    add(record) {
      records.push(record)
      if (records.length > max * 2) records = records.slice(-max)
    },
    list(filter = {}) {
      return records
        .slice(-max)
        .filter(
          (record) =>
            (filter.operation === undefined || record.operation === filter.operation) &&
            (filter.instanceId === undefined || record.instanceId === filter.instanceId) &&
            (filter.method === undefined || record.method === filter.method),
        )
    },
    clear() {
      records = []
    },
  }
}
