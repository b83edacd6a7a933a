// What a plan starts from and what it wants, for one instance. Plain data, so that it can be stored and compared.

import { type Entry, type ListChange } from '#lib/allow-list/entry.ts'
import { allowListVersion } from '#lib/allow-list/version.ts'
import type { PublicEndpointAction } from '#lib/contract/public-endpoint.ts'
import type { CreateVpcLinkBody } from '#lib/contract/vpc-links.ts'
import { sha256Hex } from '#lib/hash/sha256.ts'

/** A link has no id: the pair names it. */
export type LinkPair = { readonly vpcId: string; readonly subnetId: string }

export type StateLink = LinkPair & {
  readonly ipAddress: string
  readonly status: string
  /** What Drawbridge asked for when it added the link; null when it is not known, for the cloud does not tell. */
  readonly asked: { readonly ipType: 'auto' | 'manual'; readonly autoDnsResolve: boolean } | null
}

/** An instance as the cloud reports it. */
export type InstanceState = {
  readonly endpointStatus: string
  readonly entries: readonly Entry[]
  readonly links: readonly StateLink[]
}

/** What shall become of an instance. */
export type InstanceChange = {
  readonly endpoint: PublicEndpointAction | null
  readonly allowList: ListChange
  readonly links: { readonly add: readonly CreateVpcLinkBody[]; readonly remove: readonly LinkPair[] }
}

export const noListChange: ListChange = { add: [], edit: [], remove: [] }
export const noChange: InstanceChange = {
  endpoint: null,
  allowList: noListChange,
  links: { add: [], remove: [] },
}

export function isSamePair(a: LinkPair, b: LinkPair): boolean {
  return a.vpcId === b.vpcId && a.subnetId === b.subnetId
}

export function pairKey({ vpcId, subnetId }: LinkPair): string {
  return `${vpcId}/${subnetId}`
}

/** How many single wishes a change holds. */
export function changeCount({ endpoint, allowList, links }: InstanceChange): number {
  return (
    (endpoint === null ? 0 : 1) +
    allowList.add.length +
    allowList.edit.length +
    allowList.remove.length +
    links.add.length +
    links.remove.length
  )
}

/** Only `closed` is closed: an endpoint that still closes, or whose state nobody knows, may yet answer. */
export function isOpen(endpointStatus: string): boolean {
  return endpointStatus !== 'closed'
}

/**
 * Sixteen hex digits for the state a plan was drawn from: endpoint, list, and which links there are. The status of a link
 * is left out, as it moves by itself.
 */
export function stateVersion({ endpointStatus, entries, links }: InstanceState): string {
  const parts = [endpointStatus, allowListVersion(entries), ...links.map(pairKey).sort()]
  return sha256Hex(JSON.stringify(parts)).slice(0, 16)
}
