// What an administrator decides about guards: how severe each one is, and where "wide" and "the world" begin.

/** Ids are stable: they are stored, and callers of the API name them. */
export const guardIds = [
  'own-source',
  'protected-source',
  'world-range',
  'wide-prefix',
  'private-range',
  'empty-open-list',
  'last-way-in',
  'host-bits',
] as const
export type GuardId = (typeof guardIds)[number]

/** block: cannot be applied. confirm: only when the text is typed. warn: is shown. */
export const guardModes = ['block', 'confirm', 'warn'] as const
export type GuardMode = (typeof guardModes)[number]

export type GuardSettings = {
  readonly modes: Readonly<Record<GuardId, GuardMode>>
  /** Blocks with a shorter prefix than this are wide; 0 to 32. */
  readonly widePrefix: number
  /** This many public addresses on the union are the world, however many entries make them up. */
  readonly worldFrom: number
}

export const defaultGuardSettings: GuardSettings = {
  modes: {
    // Whoever changes the list stands to lose access themselves: possible, but never by accident.
    'own-source': 'confirm',
    'protected-source': 'confirm',
    // A sixteenth of the Internet or more is hardly what an allow list is for; an administrator may forbid it.
    'world-range': 'confirm',
    'wide-prefix': 'confirm',
    // Admits nobody over the Internet, so it is a mistake but no danger.
    'private-range': 'warn',
    // What the cloud does with an empty list on an open endpoint is not documented.
    'empty-open-list': 'confirm',
    'last-way-in': 'confirm',
    // Two readings, an address or a block, and the cloud may take either.
    'host-bits': 'block',
  },
  widePrefix: 16,
  worldFrom: 2 ** 28,
}
