// What stands between a plan and an accident: a table of questions, each a pure function over what the plan does. The
// answer is a list of findings; how severe a guard is, an administrator decides.

import type { Entry } from '#lib/allow-list/entry.ts'
import { isNeverPublic, parseAddress, specialRange } from '#lib/net/cidr.ts'
import { countPublic } from '#lib/net/public-addresses.ts'
import { linkStateOf } from '#lib/vpc-links/link-status.ts'
import type { EffectSets, PlanEffect } from './effect.ts'
import { type GuardId, type GuardMode, type GuardSettings, guardIds } from './settings.ts'
import { type InstanceState, isOpen } from './state.ts'

export type GuardFinding = {
  readonly guardId: GuardId
  readonly mode: GuardMode
  /** What has to be typed when the mode is `confirm`: the name of the loser, or else of the instance. */
  readonly typed: string
  /** For the sentence `plans.guard.<guardId>`. */
  readonly values: Readonly<Record<string, string | number>>
  /** Texts of the entries behind it, at most ten. */
  readonly entries: readonly string[]
  /** The endpoint is closed: nobody loses now, but when it is opened. Never worse than a warning. */
  readonly isLatent: boolean
}

export type GuardInput = {
  readonly before: InstanceState
  readonly after: InstanceState
  readonly effect: PlanEffect
  readonly sets: EffectSets
  readonly instanceName: string
}

type Found = Omit<GuardFinding, 'guardId' | 'mode' | 'isLatent' | 'entries'> &
  Partial<Pick<GuardFinding, 'isLatent' | 'entries'>>
type Guard = (input: GuardInput, settings: GuardSettings) => readonly Found[]

const namedAtMost = 10

const guards: Readonly<Record<GuardId, Guard>> = {
  /** The person's own address is admitted now and not afterwards. */
  'own-source': ({ effect: { actor } }) => {
    if (actor === null) return []
    const loses = actor.before && !actor.after
    const losesLater = actor.listedBefore && !actor.listedAfter
    if (!loses && !losesLater) return []
    const { address } = actor
    return [{ typed: address, values: { address }, isLatent: !loses }]
  },

  /** A named source that is marked protected loses addresses. */
  'protected-source': ({ effect }) =>
    effect.sources.flatMap(({ name, isProtected, total, before, after, listedBefore, listedAfter }) => {
      const loses = after < before
      if (!isProtected || (!loses && listedAfter >= listedBefore)) return []
      const lost = loses ? before - after : listedBefore - listedAfter
      return [{ typed: name, values: { source: name, lost, total }, isLatent: !loses }]
    }),

  /** Together the entries admit a good part of the Internet, however they are cut, and the plan adds to it or opens it. */
  'world-range': ({ sets, effect, instanceName }, { worldFrom }) => {
    const addresses = countPublic(sets.listedAfter)
    const grows = effect.listed.gained.count > 0 || effect.reach.gained.count > 0
    if (addresses < worldFrom || !grows) return []
    return [{ typed: instanceName, values: { instance: instanceName, addresses } }]
  },

  'wide-prefix': ({ effect, instanceName }, { widePrefix }) => {
    const wide = effect.text.added.filter((entry) => prefixOf(entry) < widePrefix)
    return fromEntries(wide, instanceName, { prefix: widePrefix })
  },

  /** Ranges from which nobody arrives over the Internet. */
  'private-range': ({ effect, instanceName }) => {
    const idle = effect.text.added.filter(({ ipAddr }) => {
      const parsed = parseAddress(ipAddr)
      const special = parsed.ok ? specialRange(parsed.value.block) : null
      return special !== null && isNeverPublic(special.kind)
    })
    return fromEntries(idle, instanceName)
  },

  'empty-open-list': ({ effect, instanceName }) =>
    effect.isEmptyAndOpenAfter && !effect.isEmptyAndOpenBefore
      ? [{ typed: instanceName, values: { instance: instanceName } }]
      : [],

  /** Somebody could reach the instance, by endpoint or link, and nobody can afterwards. */
  'last-way-in': ({ before, after, instanceName }) =>
    hasWayIn(before) && !hasWayIn(after) ? [{ typed: instanceName, values: { instance: instanceName } }] : [],

  'host-bits': ({ effect, instanceName }) => {
    const odd = effect.text.added.filter(({ ipAddr }) => {
      const parsed = parseAddress(ipAddr)
      return parsed.ok && parsed.value.hostBits
    })
    return fromEntries(odd, instanceName)
  },
}

/** Every finding, in the order of `guardIds`. */
export function guardFindings(input: GuardInput, settings: GuardSettings): GuardFinding[] {
  return guardIds.flatMap((guardId) =>
    guards[guardId](input, settings).map(({ isLatent = false, entries = [], ...found }): GuardFinding => {
      const mode = isLatent ? 'warn' : settings.modes[guardId]
      return { guardId, mode, ...found, entries, isLatent }
    }),
  )
}

export type Acknowledgement = { readonly guardId: string; readonly typed?: string | undefined }

/** The findings that still stand in the way, given what was typed. Empty: the plan may be applied. */
export function openFindings(
  findings: readonly GuardFinding[],
  acknowledged: readonly Acknowledgement[],
): GuardFinding[] {
  return findings.filter(({ guardId, mode, typed }) => {
    if (mode !== 'confirm') return mode === 'block'
    return !acknowledged.some((each) => each.guardId === guardId && each.typed === typed)
  })
}

function fromEntries(
  entries: readonly Entry[],
  instanceName: string,
  values: Found['values'] = {},
): readonly Found[] {
  const [first] = entries
  if (first === undefined) return []
  return [
    {
      typed: instanceName,
      values: { ...values, instance: instanceName, entry: first.ipAddr, count: entries.length },
      entries: entries.slice(0, namedAtMost).map(({ ipAddr }) => ipAddr),
    },
  ]
}

function prefixOf({ ipAddr }: Entry): number {
  const parsed = parseAddress(ipAddr)
  return parsed.ok ? parsed.value.block.prefix : 32
}

/** An open endpoint that lists somebody, or a link that stands or is being made. */
function hasWayIn({ endpointStatus, entries, links }: InstanceState): boolean {
  if (isOpen(endpointStatus) && entries.length > 0) return true
  return links.some(({ status }) => status !== 'deleting' && linkStateOf(status) !== 'failed')
}
