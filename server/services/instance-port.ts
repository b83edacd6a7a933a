// The state of an instance as plans see it, and the calls that change it. Nothing else calls a write of the cloud.

import type { InstanceState, StateLink } from '#lib/plans/state.ts'
import { isSamePair } from '#lib/plans/state.ts'
import type { AuditTicket } from '#server/audit/ticket.ts'
import type { CcrVpcLink } from '#server/ccr/private-links.ts'
import type { InstancePort } from '#server/changes/run-steps.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { forgetLinkRequest, type LinkAsker, rememberLinkRequest } from './link-requests.ts'
import { forgetInstance, type InstancePlace, readPublicEndpoint, readVpcLinks } from './upstream-reads.ts'

type PortContext = Pick<ServiceContext, 'runtime'>

/** Endpoint, list and links, read from the cloud now. */
export async function readInstanceState(
  context: PortContext,
  place: InstancePlace,
  scope: { readonly links: boolean } = { links: true },
): Promise<InstanceState> {
  const [endpoint, links] = await Promise.all([
    readPublicEndpoint(context, place, 'now'),
    scope.links ? readStateLinks(context, place) : [],
  ])
  const { status, entries } = endpoint.value
  return {
    endpointStatus: status,
    entries: entries.map(({ ipAddr, description }) => ({ ipAddr, description })),
    links,
  }
}

async function readStateLinks(context: PortContext, place: InstancePlace): Promise<readonly StateLink[]> {
  const [{ value }, asked] = await Promise.all([
    readVpcLinks(context, place, 'now'),
    context.runtime.db.selectFrom('link_request').selectAll().where('instance_id', '=', place.id).execute(),
  ])
  return value.links.map(({ vpcId, subnetId, ipAddress, status }: CcrVpcLink) => {
    const row = asked.find((each) =>
      isSamePair({ vpcId: each.vpc_id, subnetId: each.subnet_id }, { vpcId, subnetId }),
    )
    return {
      vpcId,
      subnetId,
      ipAddress,
      status,
      asked: row ? { ipType: row.ip_type, autoDnsResolve: row.auto_dns_resolve === 1 } : null,
    }
  })
}

/** The calls on one instance in the name of an audit event. What is cached of the instance is forgotten with each. */
export function createInstancePort(
  context: PortContext,
  place: InstancePlace,
  ticket: AuditTicket,
  by: LinkAsker,
): InstancePort {
  const { account, region, id } = place
  const { client } = account
  const sending = async <T>(call: Promise<T>): Promise<T> => {
    try {
      return await call
    } finally {
      forgetInstance(context, id)
    }
  }
  return {
    readState: (scope) => readInstanceState(context, place, scope),
    addEntry: ({ ipAddr, description }) =>
      sending(client.createAllowListEntry(ticket, region, id, { ipAddr, description })),
    deleteEntries: (ipAddrs) => sending(client.deleteAllowListEntries(ticket, region, id, ipAddrs)),
    updateEndpoint: (action) => sending(client.updatePublicEndpoint(ticket, region, id, action)),
    // What was asked for is remembered before the call: a crash in between must not lose what the cloud does not tell.
    addLink: async (link) => {
      await rememberLinkRequest(context, id, link, by)
      return sending(client.createVpcLink(ticket, region, id, link))
    },
    deleteLink: async (pair) => {
      const sent = await sending(client.deleteVpcLink(ticket, region, id, pair))
      await forgetLinkRequest(context, id, pair)
      return sent
    },
  }
}
