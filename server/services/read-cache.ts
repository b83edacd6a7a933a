// Reads of the cloud, shared. However many people look at an instance, the cloud is asked about as often as one of them
// asks; and nobody who comes back is ever shown something older than what they have already seen.

/** A value and when the cloud was asked for it (epoch ms): it is at least as new as that, however slow the answer was. */
export type CachedRead<T> = { readonly value: T; readonly readAt: number }

export type ReadCache = {
  /**
   * The value under `key`, at most `toleranceMs` old; a read that is under way is joined. A failure is told to all who
   * wait for it and is not kept.
   */
  read<T>(key: string, toleranceMs: number, load: () => Promise<T>): Promise<CachedRead<T>>
  /** Asks the cloud now, whatever is cached or under way, and keeps the answer. For writers. */
  refresh<T>(key: string, load: () => Promise<T>): Promise<CachedRead<T>>
  /** Keeps what became known by the way, without a read of its own. */
  keep<T>(key: string, value: T): void
  /** Forgets `key` and all keys below it (`key/…`); reads that are under way will not be kept either. */
  invalidate(key: string): void
  /**
   * How old an answer may be for this viewer, in ms: a little less than the time since they last asked the same. Who
   * polls every 30 s is content with what another saw 25 s ago; who reloads after 3 s wants news.
   */
  toleranceMs(viewer: string, question: string): number
}

export type ReadCacheOptions = {
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** Most keys kept; the oldest go first. */
  readonly keysMax?: number
  /** Told of every read: answered from what is kept, joined to one under way, or asked of the cloud. */
  readonly onRead?: (how: 'kept' | 'joined' | 'asked') => void
}

/** A first look, or one after a long pause, accepts this much: under the fastest poll of 2 s. */
export const freshToleranceMs = 1_800
/** Share of their own interval that viewers accept: a hundred of them then cost at most 1/0.9 of one. */
const intervalShare = 0.9
/** Slower than the slowest poll: the viewer was away and starts afresh. */
const awayAfterMs = 45_000

type Entry = {
  kept: CachedRead<unknown> | null
  /** The read others may join; null when none, or when it began before an invalidation. */
  underWay: Promise<CachedRead<unknown>> | null
}

export function createReadCache({ clock, keysMax = 20_000, onRead }: ReadCacheOptions): ReadCache {
  const entries = new Map<string, Entry>()
  const lastAsked = new Map<string, number>()

  function start<T>(key: string, load: () => Promise<T>): Promise<CachedRead<T>> {
    // A new entry for every read that is not joined: an older one still under way writes into one that nobody finds.
    const entry: Entry = { kept: entries.get(key)?.kept ?? null, underWay: null }
    const readAt = clock()
    const reading = (async () => {
      try {
        const read = { value: await load(), readAt }
        entry.kept = read
        return read
      } finally {
        entry.underWay = null
        if (entry.kept === null && entries.get(key) === entry) entries.delete(key)
      }
    })()
    entry.underWay = reading
    entries.delete(key)
    entries.set(key, entry)
    trim(entries, keysMax)
    return reading
  }

  return {
    read<T>(key: string, toleranceMs: number, load: () => Promise<T>): Promise<CachedRead<T>> {
      const entry = entries.get(key)
      if (entry) {
        // One key always holds one type: each is spelled by one function, beside its load.
        const kept = entry.kept as CachedRead<T> | null
        const ageMs = kept === null ? Number.NaN : clock() - kept.readAt
        if (kept !== null && ageMs >= 0 && ageMs < toleranceMs) {
          onRead?.('kept')
          return Promise.resolve(kept)
        }
        if (entry.underWay) {
          onRead?.('joined')
          return entry.underWay as Promise<CachedRead<T>>
        }
      }
      onRead?.('asked')
      return start(key, load)
    },

    refresh: start,

    keep(key, value) {
      entries.delete(key)
      entries.set(key, { kept: { value, readAt: clock() }, underWay: null })
      trim(entries, keysMax)
    },

    invalidate(key) {
      entries.delete(key)
      const below = `${key}/`
      for (const other of entries.keys()) if (other.startsWith(below)) entries.delete(other)
    },

    toleranceMs(viewer, question) {
      const key = `${viewer} ${question}`
      const now = clock()
      const before = lastAsked.get(key)
      lastAsked.delete(key)
      lastAsked.set(key, now)
      trim(lastAsked, keysMax)
      const intervalMs = before === undefined ? 0 : now - before
      if (intervalMs > awayAfterMs) return freshToleranceMs
      return Math.max(freshToleranceMs, intervalMs * intervalShare)
    },
  }
}

function trim(map: Map<string, unknown>, max: number): void {
  for (const key of map.keys()) {
    if (map.size <= max) return
    map.delete(key)
  }
}
