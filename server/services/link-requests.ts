// What Drawbridge asked for when it added a link; the cloud does not report it.

import type { CreateVpcLinkBody } from '#lib/contract/vpc-links.ts'
import type { LinkPair } from '#lib/plans/state.ts'
import type { ServiceContext } from '#server/http/context.ts'

type LinkContext = Pick<ServiceContext, 'runtime'>
export type LinkAsker = { readonly id: string | null; readonly name: string }

export async function rememberLinkRequest(
  { runtime }: LinkContext,
  instanceId: string,
  link: CreateVpcLinkBody,
  by: LinkAsker,
): Promise<void> {
  const asked = {
    ip_type: link.ipType,
    ip_address: link.ipType === 'manual' ? link.ipAddress : null,
    auto_dns_resolve: link.autoDnsResolve ? 1 : 0,
    at: runtime.clock(),
    by_id: by.id,
    by_name: by.name,
  }
  await runtime.db
    .insertInto('link_request')
    .values({ instance_id: instanceId, vpc_id: link.vpcId, subnet_id: link.subnetId, ...asked })
    .onConflict((conflict) => conflict.columns(['instance_id', 'vpc_id', 'subnet_id']).doUpdateSet(asked))
    .execute()
}

export async function forgetLinkRequest(
  { runtime }: LinkContext,
  instanceId: string,
  { vpcId, subnetId }: LinkPair,
): Promise<void> {
  await runtime.db
    .deleteFrom('link_request')
    .where('instance_id', '=', instanceId)
    .where('vpc_id', '=', vpcId)
    .where('subnet_id', '=', subnetId)
    .execute()
}
