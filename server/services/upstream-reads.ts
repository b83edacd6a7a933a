// Every read of the cloud that services make, each under its key in the shared cache. The public endpoint and the allow
// list come in one answer, so they share one key.

import type { CcrInstance, CcrInstanceDetail } from '#server/ccr/instances.ts'
import type { CcrVpcLinks } from '#server/ccr/private-links.ts'
import type { CcrPublicEndpoint } from '#server/ccr/public-links.ts'
import type { CcrSubnet, CcrVpc } from '#server/ccr/vpcs.ts'
import type { ServiceContext } from '#server/http/context.ts'
import type { CcrAccount } from '#server/runtime.ts'
import type { CachedRead } from './read-cache.ts'

/** Where an instance lives. */
export type InstancePlace = { readonly id: string; readonly account: CcrAccount; readonly region: string }
export type RegionPlace = { readonly account: CcrAccount; readonly region: string }

/** How old an answer may be (ms), or `now`: ask the cloud whatever is cached. */
export type Freshness = number | 'now'

type ReadContext = Pick<ServiceContext, 'runtime'>

function readShared<T>(
  { runtime }: ReadContext,
  key: string,
  freshness: Freshness,
  load: () => Promise<T>,
): Promise<CachedRead<T>> {
  return freshness === 'now' ? runtime.reads.refresh(key, load) : runtime.reads.read(key, freshness, load)
}

/** How old an answer to this question may be for the person who asks; see read-cache. */
export function toleranceFor({ runtime, actor }: ServiceContext, question: string): number {
  return runtime.reads.toleranceMs(actor.sessionId ?? actor.id ?? '', question)
}

const instanceKey = (id: string) => `instance/${id}`
const regionKey = ({ account, region }: RegionPlace) => `region/${account.name}/${region}`

/** After a write to an instance: nothing read before counts any more. */
export function forgetInstance({ runtime }: ReadContext, instanceId: string): void {
  runtime.reads.invalidate(instanceKey(instanceId))
}

/** After a link was added or removed: addresses in its VPC are taken or free. */
export function forgetVpc({ runtime }: ReadContext, place: RegionPlace, vpcId: string): void {
  runtime.reads.invalidate(`${regionKey(place)}/vpc/${vpcId}`)
}

export function readInstances(
  context: ReadContext,
  place: RegionPlace,
  freshness: Freshness,
): Promise<CachedRead<readonly CcrInstance[]>> {
  return readShared(context, `${regionKey(place)}/instances`, freshness, async () => {
    const { instances } = await place.account.client.listInstances(place.region)
    return instances
  })
}

export function readInstanceDetail(
  context: ReadContext,
  place: InstancePlace,
  freshness: Freshness,
): Promise<CachedRead<CcrInstanceDetail>> {
  return readShared(context, `${instanceKey(place.id)}/detail`, freshness, () =>
    place.account.client.getInstance(place.region, place.id),
  )
}

export function readPublicEndpoint(
  context: ReadContext,
  place: InstancePlace,
  freshness: Freshness,
): Promise<CachedRead<CcrPublicEndpoint>> {
  return readShared(context, `${instanceKey(place.id)}/public-endpoint`, freshness, () =>
    place.account.client.getPublicEndpoint(place.region, place.id),
  )
}

export function readVpcLinks(
  context: ReadContext,
  place: InstancePlace,
  freshness: Freshness,
): Promise<CachedRead<CcrVpcLinks>> {
  return readShared(context, `${instanceKey(place.id)}/vpc-links`, freshness, () =>
    place.account.client.listVpcLinks(place.region, place.id),
  )
}

export function readVpcs(
  context: ReadContext,
  place: RegionPlace,
  freshness: Freshness,
): Promise<CachedRead<readonly CcrVpc[]>> {
  return readShared(context, `${regionKey(place)}/vpcs`, freshness, async () => {
    const { vpcs } = await place.account.client.listVpcs(place.region)
    return vpcs
  })
}

export function readSubnets(
  context: ReadContext,
  place: RegionPlace,
  vpcId: string,
  freshness: Freshness,
): Promise<CachedRead<readonly CcrSubnet[]>> {
  return readShared(context, `${regionKey(place)}/vpc/${vpcId}/subnets`, freshness, async () => {
    const { subnets } = await place.account.client.listSubnets(place.region, vpcId)
    return subnets
  })
}

export function readUsedAddresses(
  context: ReadContext,
  place: RegionPlace,
  subnet: { readonly vpcId: string; readonly subnetId: string; readonly cidr: string },
  freshness: Freshness,
): Promise<CachedRead<readonly string[]>> {
  const key = `${regionKey(place)}/vpc/${subnet.vpcId}/used/${subnet.subnetId}`
  return readShared(context, key, freshness, async () => {
    const { addresses } = await place.account.client.listUsedAddresses(place.region, subnet)
    return addresses
  })
}
