// What the real service does here is not documented. Each switch picks one plausible behaviour; DIFFERENCES.md lists
// them with their defaults.

export type Switches = {
  /** Adding an `ipAddr` that is already stored, compared as text: 409, accepted without effect, or the description is replaced. */
  duplicateEntry: 'conflict' | 'ignore' | 'replace'
  /** Deleting an `ipAddr` that is not stored: 404 and nothing is deleted, or 200 and the others are. */
  missingEntry: 'notFound' | 'ignore'
  /** Deleting a VPC link that does not exist. */
  missingLink: 'notFound' | 'ignore'
  /** An `ipAddr` with host bits, such as 192.168.0.1/24. */
  hostBits: 'accept' | 'refuse'
  /** Open or close while opening or closing; deleting a link that is being created or deleted. */
  actionInTransition: 'conflict' | 'accept'
  /** Open when opened, close when closed. */
  actionWithoutChange: 'accept' | 'conflict'
  /** Adding and deleting entries while the public endpoint is not opened. */
  editWhileClosed: 'accept' | 'conflict'
  keepAllowListOnClose: boolean
  /** Most entries of one allow list; more answers 412. null: no limit. */
  allowListMax: number | null
  /** Most elements of one delete call; more answers 400. null: no limit. */
  deleteItemsMax: number | null
  /** Longest description in characters; longer answers 400. null: no limit. */
  descriptionMax: number | null
  /** Body of a successful write. */
  writeBody: 'empty' | 'object' | 'null'
  /** How an empty list is written. */
  emptyList: 'array' | 'null'
  /** Domains while the endpoint is closed or the instance has no link. */
  unusedDomain: 'present' | 'empty'
  /** A second subnet of a VPC that is already linked. */
  secondSubnetOfVpc: 'accept' | 'conflict'
  /** An automatic address in a full subnet: the link is accepted and fails, or the call answers 409. */
  fullSubnet: 'failLink' | 'conflict'
  /** Words of the undocumented link status. */
  linkCreatingWord: string
  linkCreatedWord: string
  linkFailedWord: string
  linkDeletingWord: string
  /** An instance of another region than the one named by the Host header. */
  crossRegionOperations: 'accept' | 'refuse'
  /** Region of ListInstances and of the VPC lists when the Host header names none. */
  defaultRegion: string
  keywordMatch: 'contains' | 'exact'
  /** A larger pageSize is cut to this. */
  pageSizeMax: number
  /** How far a signature's timestamp may lie in the future. */
  futureSkewMs: number
  /** `ccr`: IamSignatureInvalid 403 for all; `bce`: the BCE-wide codes of the same faults. */
  signatureErrors: 'ccr' | 'bce'
  /** Which clock checks signatures and fills the Date header; `wall` lets tests move months without re-signing trouble. */
  signatureClock: 'emulator' | 'wall'
  /** Requests a second over all operations before 429. null: no limit. */
  requestsPerSecondMax: number | null
  /** X-Bce-Gateway-Region of every answer; the vendor's samples show BJ on every host. */
  gatewayRegion: string
  /** What a client sees that the network of a registry refuses: connection cut, an answer, or nothing at all. */
  refusedAnswer: 'reset' | '403' | 'timeout'
  /** Whom an opened public endpoint with an empty list admits: nobody or everybody. */
  emptyOpenedMeans: 'deny' | 'allow'
  /** The public endpoint goes by its list until it is closed, or refuses everybody from the call on. */
  admitWhileClosing: boolean
  /** How far the registries lag behind the API, in ms of the emulator's clock. */
  dataPlaneDelayMs: number
}

export const defaultSwitches: Readonly<Switches> = {
  duplicateEntry: 'conflict',
  missingEntry: 'notFound',
  missingLink: 'notFound',
  hostBits: 'accept',
  actionInTransition: 'conflict',
  actionWithoutChange: 'accept',
  editWhileClosed: 'accept',
  keepAllowListOnClose: true,
  allowListMax: null,
  deleteItemsMax: null,
  descriptionMax: null,
  writeBody: 'empty',
  emptyList: 'array',
  unusedDomain: 'present',
  secondSubnetOfVpc: 'accept',
  fullSubnet: 'failLink',
  linkCreatingWord: 'creating',
  linkCreatedWord: 'created',
  linkFailedWord: 'failed',
  linkDeletingWord: 'deleting',
  crossRegionOperations: 'accept',
  defaultRegion: 'bj',
  keywordMatch: 'contains',
  pageSizeMax: 100,
  futureSkewMs: 900_000,
  signatureErrors: 'ccr',
  signatureClock: 'emulator',
  requestsPerSecondMax: null,
  gatewayRegion: 'BJ',
  refusedAnswer: 'reset',
  emptyOpenedMeans: 'deny',
  admitWhileClosing: true,
  dataPlaneDelayMs: 0,
}

/** How long slow changes take, by the emulator's clock. */
export type Delays = {
  openingMs: number
  closingMs: number
  linkCreatingMs: number
  linkDeletingMs: number
}

export const defaultDelays: Readonly<Delays> = {
  openingMs: 8_000,
  closingMs: 6_000,
  linkCreatingMs: 20_000,
  linkDeletingMs: 8_000,
}

const choices: { readonly [Name in keyof Switches]?: readonly Switches[Name][] } = {
  duplicateEntry: ['conflict', 'ignore', 'replace'],
  missingEntry: ['notFound', 'ignore'],
  missingLink: ['notFound', 'ignore'],
  hostBits: ['accept', 'refuse'],
  actionInTransition: ['conflict', 'accept'],
  actionWithoutChange: ['accept', 'conflict'],
  editWhileClosed: ['accept', 'conflict'],
  writeBody: ['empty', 'object', 'null'],
  emptyList: ['array', 'null'],
  unusedDomain: ['present', 'empty'],
  secondSubnetOfVpc: ['accept', 'conflict'],
  fullSubnet: ['failLink', 'conflict'],
  crossRegionOperations: ['accept', 'refuse'],
  keywordMatch: ['contains', 'exact'],
  signatureErrors: ['ccr', 'bce'],
  signatureClock: ['emulator', 'wall'],
  refusedAnswer: ['reset', '403', 'timeout'],
  emptyOpenedMeans: ['deny', 'allow'],
}

/** Checks a change of switches that came as text or JSON. Throws an Error with a sentence naming the wrong one. */
export function parseSwitches(input: Readonly<Record<string, unknown>>): Partial<Switches> {
  const parsed: Record<string, unknown> = {}
  for (const [name, given] of Object.entries(input)) {
    if (!Object.hasOwn(defaultSwitches, name)) throw new Error(`There is no switch called "${name}".`)
    const key = name as keyof Switches
    const allowed: readonly unknown[] | undefined = choices[key]
    // On a command line 403 is a number.
    const value = allowed && typeof given === 'number' ? String(given) : given
    const isFine = allowed
      ? allowed.includes(value)
      : defaultSwitches[key] === null
        ? value === null || isCount(value)
        : typeof defaultSwitches[key] === 'number'
          ? isCount(value)
          : typeof value === typeof defaultSwitches[key]
    if (!isFine) {
      const wanted = allowed ? `one of ${allowed.join(', ')}` : `like ${JSON.stringify(defaultSwitches[key])}`
      throw new Error(`The switch "${name}" must be ${wanted}, not ${JSON.stringify(value)}.`)
    }
    parsed[name] = value
  }
  return parsed as Partial<Switches>
}

/** Checks a change of delays. Throws an Error with a sentence naming the wrong one. */
export function parseDelays(input: Readonly<Record<string, unknown>>): Partial<Delays> {
  for (const [name, value] of Object.entries(input)) {
    if (!Object.hasOwn(defaultDelays, name)) throw new Error(`There is no delay called "${name}".`)
    if (!isCount(value))
      throw new Error(`The delay "${name}" must be a whole number of milliseconds, 0 or more.`)
  }
  return input as Partial<Delays>
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}
