// Edit sessions by instance, in memory only. React subscribes through use-edit-session.ts; a send finishes here even when
// the page that started it is gone.

import type { EditSession } from './session.ts'

const sessions = new Map<string, EditSession>()
const listeners = new Set<() => void>()

export function readSession(instanceId: string): EditSession | undefined {
  return sessions.get(instanceId)
}

/** Keeps, replaces or (with undefined) forgets the session of an instance. */
export function writeSession(instanceId: string, session: EditSession | undefined): void {
  if (sessions.get(instanceId) === session) return
  if (session === undefined) sessions.delete(instanceId)
  else sessions.set(instanceId, session)
  for (const listener of listeners) listener()
}

export function subscribeToSessions(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
