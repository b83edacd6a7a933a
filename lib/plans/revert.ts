// The way back from an applied plan, drawn from what it did and not from what the instance is now: what somebody has
// changed since is fitted to the present like any other change.

import type { Entry, EntryEdit } from '#lib/allow-list/entry.ts'
import type { CreateVpcLinkBody } from '#lib/contract/vpc-links.ts'
import { type InstanceChange, type InstanceState, pairKey } from './state.ts'

/**
 * The change that undoes `change`, which was made to `base`. Added entries go, removed ones come back as they were, edited
 * ones too. A link that was removed comes back with what is known of it: its address, and DNS as it was asked for.
 */
export function reverseChange(base: InstanceState, change: InstanceChange): InstanceChange {
  const was = new Map(base.entries.map((entry) => [entry.ipAddr, entry]))
  const entryBefore = (ipAddr: string): Entry | null => {
    const entry = was.get(ipAddr)
    return entry ? { ipAddr: entry.ipAddr, description: entry.description } : null
  }
  const { allowList, links } = change
  const edit: EntryEdit[] = allowList.edit.flatMap(({ ipAddr, to }) => {
    const before = entryBefore(ipAddr)
    return before ? [{ ipAddr: to.ipAddr, to: before }] : []
  })
  const replaced = new Set(links.add.map(pairKey))
  const removed = new Set(links.remove.map(pairKey))
  return {
    endpoint: change.endpoint === null ? null : change.endpoint === 'open' ? 'close' : 'open',
    allowList: {
      add: allowList.remove.flatMap((ipAddr) => entryBefore(ipAddr) ?? []),
      edit,
      remove: allowList.add.map(({ ipAddr }) => ipAddr),
    },
    links: {
      // A link that was taken away and added again is there before and after.
      add: links.remove
        .filter((pair) => !replaced.has(pairKey(pair)))
        .flatMap((pair) => linkBefore(base, pair)),
      remove: links.add
        .filter((link) => !removed.has(pairKey(link)))
        .map(({ vpcId, subnetId }) => ({ vpcId, subnetId })),
    },
  }
}

function linkBefore(base: InstanceState, pair: Parameters<typeof pairKey>[0]): CreateVpcLinkBody[] {
  const link = base.links.find((each) => pairKey(each) === pairKey(pair))
  if (link === undefined) return []
  const { vpcId, subnetId, ipAddress, asked } = link
  const autoDnsResolve = asked?.autoDnsResolve ?? false
  return ipAddress === '' || asked?.ipType === 'auto'
    ? [{ vpcId, subnetId, ipType: 'auto', autoDnsResolve }]
    : [{ vpcId, subnetId, ipType: 'manual', ipAddress, autoDnsResolve }]
}
