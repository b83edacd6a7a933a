// After a write the state is read back, for the answer and for the audit row. A failure of that read does not make the
// write undone: the row says it succeeded, and the caller is told that only the look at the result failed.

import { AppError, appErrorFrom } from '#lib/errors.ts'
import type { CachedRead } from './read-cache.ts'

export type ReadBack<T> =
  | { readonly read: CachedRead<T>; readonly error: null }
  | { readonly read: null; readonly error: AppError }

export async function readBack<T>(read: () => Promise<CachedRead<T>>): Promise<ReadBack<T>> {
  try {
    return { read: await read(), error: null }
  } catch (thrown) {
    return { read: null, error: appErrorFrom(thrown) }
  }
}

/** The state read back. Rejects with the read's own code and the sentence that the change itself was accepted. */
export function readBackOrThrow<T>(result: ReadBack<T>): CachedRead<T> {
  if (result.read !== null) return result.read
  const { code, upstream } = result.error
  throw new AppError(code, {
    reason: 'errors.read_back_failed',
    ...(upstream && { upstream }),
    details: { isDone: true },
    cause: result.error,
  })
}
