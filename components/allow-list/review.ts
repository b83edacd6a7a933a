// What a pending change would do, worked out before it is sent: effect, worst consequence, guards, checks and steps.

import { wideBelowPrefix } from '#lib/allow-list/check-entry.ts'
import { type Draft, draftDiff, draftEntries, draftRows } from '#lib/allow-list/draft.ts'
import { type Effect, effectOf } from '#lib/allow-list/effect.ts'
import type { Entry } from '#lib/allow-list/entry.ts'
import { orderSteps, type StepPlan } from '#lib/allow-list/order-steps.ts'
import { maxEntriesPerChange } from '#lib/contract/allow-list.ts'
import { defaultThresholds } from '#lib/exposure/level.ts'
import { isNeverPublic, parseAddress, specialRange } from '#lib/net/cidr.ts'

/** The worst that happens, as a key of `allowList.consequence` and its values. */
export type Consequence =
  | { readonly key: 'emptiesOpened' | 'admitsWorld' | 'nothing' | 'notesOnly' | 'privateOnly' }
  | { readonly key: 'losesYou'; readonly values: { readonly address: string } }
  | { readonly key: 'losesNamed'; readonly values: { readonly name: string; readonly count: number } }
  | { readonly key: 'loses' | 'gains'; readonly values: { readonly count: number } }

/** Changes that are only sent after the instance's name has been typed. */
export type Guard =
  | { readonly kind: 'world' | 'empty' }
  | { readonly kind: 'ownAddress'; readonly address: string; readonly entries: readonly string[] }

export type Check = {
  readonly key:
    | 'you.kept'
    | 'you.gained'
    | 'you.lost'
    | 'you.out'
    | 'you.private'
    | 'you.unknown'
    | 'wide.none'
    | 'wide.some'
    | 'private.none'
    | 'private.some'
    | 'unreadable'
    | 'gap'
    | 'closed'
    | 'moving'
  readonly holds: boolean
  readonly values: Readonly<Record<string, string | number>>
}

export type DiffRow = {
  readonly sign: '+' | '-' | '~'
  readonly entry: Entry
  /** What it was; null for an added row. */
  readonly before: Entry | null
}

export type ReviewedChange = {
  readonly effect: Effect
  readonly diff: readonly DiffRow[]
  readonly unchanged: number
  readonly worst: Consequence
  readonly guards: readonly Guard[]
  readonly checks: readonly Check[]
  readonly plan: StepPlan
  /** More of one kind than one request may carry. */
  readonly isTooLong: boolean
  readonly isClosed: boolean
}

export type ReviewInput = {
  readonly draft: Draft
  readonly endpointStatus: string
  /** The reader's own address as the server sees it; null when it is not known. */
  readonly myAddress: string | null
}

/** Works out everything the review says. 1,000 entries: a few milliseconds. */
export function reviewChange({ draft, endpointStatus, myAddress }: ReviewInput): ReviewedChange {
  const after = draftEntries(draft)
  const change = draftDiff(draft)
  const effect = effectOf(draft.base, after)
  const plan = orderSteps(draft.base, change)
  const isClosed = endpointStatus === 'closed'
  const me = ownAddress(effect, myAddress)
  const admitsWorld = effect.afterCount >= defaultThresholds.worldFrom && effect.gainedCount > 0
  const emptiesOpened = effect.emptiesList && !isClosed

  const guards: Guard[] = []
  if (admitsWorld) guards.push({ kind: 'world' })
  if (emptiesOpened) guards.push({ kind: 'empty' })
  if (me.state === 'lost') {
    guards.push({ kind: 'ownAddress', address: me.address, entries: entriesAdmitting(draft.base, me.value) })
  }

  const rows = draftRows(draft)
  const diff = rows.flatMap((row): DiffRow[] => {
    if (row.state === 'same') return []
    const sign = row.state === 'added' ? '+' : row.state === 'removed' ? '-' : '~'
    return [{ sign, entry: row.entry, before: row.before }]
  })
  return {
    effect,
    diff,
    unchanged: rows.length - diff.length,
    worst: worstOf({ effect, diff, admitsWorld, emptiesOpened, me }),
    guards,
    checks: checksOf({ effect, diff, plan, endpointStatus, me }),
    plan,
    isTooLong: Math.max(change.add.length, change.edit.length, change.remove.length) > maxEntriesPerChange,
    isClosed,
  }
}

type OwnAddress =
  | { readonly state: 'unknown' }
  | { readonly state: 'private'; readonly address: string }
  | {
      readonly state: 'kept' | 'gained' | 'lost' | 'out'
      readonly address: string
      readonly value: number
    }

function ownAddress(effect: Effect, myAddress: string | null): OwnAddress {
  const parsed = myAddress === null ? null : parseAddress(myAddress)
  if (parsed === null || !parsed.ok) return { state: 'unknown' }
  const { block, meaning: address } = parsed.value
  if (isPrivate(block)) return { state: 'private', address }
  const was = effect.before.contains(block.base)
  const willBe = effect.after.contains(block.base)
  return { state: was ? (willBe ? 'kept' : 'lost') : willBe ? 'gained' : 'out', address, value: block.base }
}

function isPrivate(block: { readonly base: number; readonly prefix: number }): boolean {
  const special = specialRange(block)
  return special !== null && isNeverPublic(special.kind)
}

function entriesAdmitting(entries: readonly Entry[], address: number): string[] {
  return entries
    .filter(({ ipAddr }) => {
      const parsed = parseAddress(ipAddr)
      if (!parsed.ok) return false
      const { base } = parsed.value.block
      return address >= base && address < base + parsed.value.size
    })
    .map((entry) => entry.ipAddr)
}

function worstOf({
  effect,
  diff,
  admitsWorld,
  emptiesOpened,
  me,
}: {
  effect: Effect
  diff: readonly DiffRow[]
  admitsWorld: boolean
  emptiesOpened: boolean
  me: OwnAddress
}): Consequence {
  if (emptiesOpened) return { key: 'emptiesOpened' }
  if (admitsWorld) return { key: 'admitsWorld' }
  if (me.state === 'lost') return { key: 'losesYou', values: { address: me.address } }
  if (effect.lostCount > 0) {
    const name = nameOfLoser(effect, diff)
    return name === null
      ? { key: 'loses', values: { count: effect.lostCount } }
      : { key: 'losesNamed', values: { name, count: effect.lostCount } }
  }
  if (effect.gainedCount > 0) return { key: 'gains', values: { count: effect.gainedCount } }
  if (!effect.gained.isEmpty || !effect.lost.isEmpty) return { key: 'privateOnly' }
  const isNotes = diff.length > 0 && diff.every((row) => row.sign === '~')
  return { key: isNotes ? 'notesOnly' : 'nothing' }
}

// A loss has a name when exactly one removed or narrowed entry touches it and says in words whom it is for.
function nameOfLoser(effect: Effect, diff: readonly DiffRow[]): string | null {
  const losers = diff.filter(({ sign, before }) => {
    if (sign === '+' || before === null) return false
    const parsed = parseAddress(before.ipAddr)
    return parsed.ok && effect.lost.touchesBlock(parsed.value.block)
  })
  const description = losers.length === 1 ? losers[0]?.before?.description.trim() : ''
  return description ? description : null
}

function checksOf({
  effect,
  diff,
  plan,
  endpointStatus,
  me,
}: {
  effect: Effect
  diff: readonly DiffRow[]
  plan: StepPlan
  endpointStatus: string
  me: OwnAddress
}): Check[] {
  const checks: Check[] = []
  const address = me.state === 'unknown' ? '' : me.address
  checks.push({ key: `you.${me.state}`, holds: me.state !== 'lost', values: { address } })

  const fresh = diff.flatMap(({ sign, entry, before }) => {
    if (sign === '-' || entry.ipAddr === before?.ipAddr) return []
    const parsed = parseAddress(entry.ipAddr)
    return parsed.ok ? [parsed.value] : []
  })
  if (fresh.length > 0) {
    const wide = fresh.filter((entry) => entry.block.prefix < wideBelowPrefix)
    checks.push(someOrNone('wide', wide))
    checks.push(
      someOrNone(
        'private',
        fresh.filter((entry) => isPrivate(entry.block)),
      ),
    )
  }
  const [unreadable] = effect.unreadable
  if (unreadable !== undefined) {
    const values = { count: effect.unreadable.length, entry: unreadable }
    checks.push({ key: 'unreadable', holds: false, values })
  }
  const [gap] = plan.gaps
  if (gap !== undefined) {
    checks.push({ key: 'gap', holds: false, values: { count: plan.gaps.length, entry: gap.ipAddr } })
  }
  if (endpointStatus === 'closed') checks.push({ key: 'closed', holds: true, values: {} })
  if (endpointStatus === 'opening' || endpointStatus === 'closing') {
    checks.push({ key: 'moving', holds: true, values: { status: endpointStatus } })
  }
  return checks
}

function someOrNone(name: 'wide' | 'private', found: readonly { readonly stored: string }[]): Check {
  const [first] = found
  return first === undefined
    ? { key: `${name}.none`, holds: true, values: {} }
    : { key: `${name}.some`, holds: false, values: { count: found.length, entry: first.stored } }
}
