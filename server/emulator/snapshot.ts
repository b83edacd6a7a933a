// What tests look at: an instance as it is now, in plain words rather than the wire's.

import { privateDomain, publicDomain } from './operations/instances.ts'
import { publicEndpointStatus } from './state/public-endpoint.ts'
import type { EntryRecord, InstanceRecord } from './state/records.ts'
import type { VpcLinkView } from './state/vpc-link.ts'
import { liveLinks, viewLink } from './state/vpc-link.ts'
import type { Switches } from './switches.ts'

export type InstanceSnapshot = {
  id: string
  name: string
  region: string
  instanceType: string
  status: string
  createdAtMs: number
  expiresAtMs: number
  tags: { tagKey: string; tagValue: string }[]
  publicEndpoint: { status: string; domain: string }
  allowList: EntryRecord[]
  privateDomain: string
  links: (VpcLinkView & { ipType: 'auto' | 'manual'; autoDnsResolve: boolean })[]
  vpcQuota: number
}

export function snapshotInstance(
  instance: InstanceRecord,
  nowMs: number,
  switches: Switches,
): InstanceSnapshot {
  return {
    id: instance.id,
    name: instance.name,
    region: instance.region,
    instanceType: instance.instanceType,
    status: instance.status,
    createdAtMs: instance.createdAtMs,
    expiresAtMs: instance.expiresAtMs,
    tags: structuredClone(instance.tags),
    publicEndpoint: {
      status: publicEndpointStatus(instance.publicEndpoint, nowMs),
      domain: publicDomain(instance),
    },
    allowList: structuredClone(instance.allowList),
    privateDomain: privateDomain(instance),
    links: liveLinks(instance, nowMs).map((link) => ({
      ...viewLink(link, nowMs, switches),
      ipType: link.ipType,
      autoDnsResolve: link.autoDnsResolve,
    })),
    vpcQuota: instance.quota.vpc,
  }
}
