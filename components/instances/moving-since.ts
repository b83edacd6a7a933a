// The exposure answer says that an endpoint moves, not since when. So the page remembers since when it has seen it move.

const seen = new Map<string, { readonly status: string; readonly since: number }>()

/** When this status of an instance was first read by this page, epoch ms. */
export function seenSince(instanceId: string, status: string, readAt: number): number {
  const before = seen.get(instanceId)
  if (before?.status === status) return before.since
  seen.set(instanceId, { status, since: readAt })
  return readAt
}
