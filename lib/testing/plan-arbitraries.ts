// Generators of plans over small worlds, for property tests.

import fc from 'fast-check'
import { applyChange, type Entry, type ListChange } from '#lib/allow-list/entry.ts'
import type { CreateVpcLinkBody } from '#lib/contract/vpc-links.ts'
import type { InstanceChange, InstanceState, StateLink } from '#lib/plans/state.ts'
import { listAndChange } from '#lib/testing/arbitraries.ts'

const names = ['a', 'b', 'c', 'd'] as const

/** A link of the subnet with this letter. */
export const state = {
  link: (name: string): StateLink => ({
    vpcId: `vpc-${name}`,
    subnetId: `sbn-${name}`,
    ipAddress: '10.0.0.9',
    status: 'created',
    asked: null,
  }),
}

export function linkBody(name: string): CreateVpcLinkBody {
  return { vpcId: `vpc-${name}`, subnetId: `sbn-${name}`, ipType: 'auto', autoDnsResolve: false }
}

/** The list after a change. */
export function changed(base: readonly Entry[], change: ListChange): Entry[] {
  return applyChange(base, change)
}

/** A state and a change that may fit it only in part. */
export const planInput: fc.Arbitrary<{ base: InstanceState; wanted: InstanceChange }> = fc
  .record({
    list: listAndChange,
    isOpen: fc.boolean(),
    endpoint: fc.constantFrom('open' as const, 'close' as const, null, null),
    linked: fc.subarray([...names]),
    added: fc.subarray([...names]),
    removed: fc.subarray([...names]),
  })
  .map(({ list, isOpen, endpoint, linked, added, removed }) => ({
    base: {
      endpointStatus: isOpen ? 'opened' : 'closed',
      entries: list.base,
      links: linked.map(state.link),
    },
    wanted: {
      endpoint,
      allowList: list.change,
      links: {
        // A link is added again only where it was: otherwise "remove and add" would not be the end of it.
        add: added.filter((name) => !removed.includes(name)).map(linkBody),
        remove: removed.map((name) => ({ vpcId: `vpc-${name}`, subnetId: `sbn-${name}` })),
      },
    },
  }))
