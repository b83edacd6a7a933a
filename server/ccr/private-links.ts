// Links of an instance to VPCs. A link has no id: the pair of VPC and subnet names it.
// Source: https://cloud.baidu.com/doc/CCR/s/ul6bxf03w and /s/Lmq6f5jtv (list), /s/Pmq6f5red (delete).

import { z } from 'zod'
import type { CreateVpcLinkBody } from '#lib/contract/vpc-links.ts'
import type { AuditTicket } from '#server/audit/ticket.ts'
import type { Requester, Written } from './request.ts'
import { type Extra, extraFrom, text } from './shapes.ts'

export type CcrVpcLink = {
  readonly vpcId: string
  readonly subnetId: string
  readonly serviceNetId: string
  readonly ipAddress: string
  /** No list of words is documented; whatever comes is kept. */
  readonly status: string
} & Extra

export type CcrVpcLinks = {
  readonly domain: string
  readonly links: readonly CcrVpcLink[]
  readonly upstreamRequestId: string | null
} & Extra

const linkShape = z.looseObject({
  vpcID: z.string(),
  subnetID: z.string(),
  serviceNetID: text,
  ipAddress: text,
  status: text,
})

// One of the two keys must be there, so that an empty object or an error is never read as "no links".
const linksShape = z
  .looseObject({ domain: text, items: z.array(linkShape).nullish() })
  .refine((value) => value.items !== undefined || value.domain !== '')

export async function listVpcLinks(
  requester: Requester,
  region: string,
  instanceId: string,
): Promise<CcrVpcLinks> {
  const { value, upstreamRequestId } = await requester.read({
    operation: 'listVpcLinks',
    service: 'ccr',
    region,
    path: ['instances', instanceId, 'privatelinks'],
    schema: linksShape,
  })
  const { domain, items, ...rest } = value
  return { domain, links: (items ?? []).map(linkFrom), upstreamRequestId, ...extraFrom(rest) }
}

function linkFrom(shape: z.output<typeof linkShape>): CcrVpcLink {
  const { vpcID, subnetID, serviceNetID, ipAddress, status, ...rest } = shape
  return {
    vpcId: vpcID,
    subnetId: subnetID,
    serviceNetId: serviceNetID,
    ipAddress,
    status,
    ...extraFrom(rest),
  }
}

/** Asks for a link. Accepted is not done: its status tells, later. */
export function createVpcLink(
  requester: Requester,
  ticket: AuditTicket,
  region: string,
  instanceId: string,
  link: CreateVpcLinkBody,
): Promise<Written> {
  return requester.write(ticket, {
    operation: 'createVpcLink',
    service: 'ccr',
    region,
    method: 'POST',
    path: ['instances', instanceId, 'privatelinks'],
    body: {
      vpcID: link.vpcId,
      subnetID: link.subnetId,
      ipType: link.ipType,
      ipAddress: link.ipType === 'manual' ? link.ipAddress : '',
      // Said even when false: required by the documents, and what its absence means is not known.
      autoDnsResolve: link.autoDnsResolve,
    },
  })
}

/** Asks to remove the link of a VPC and subnet. */
export function deleteVpcLink(
  requester: Requester,
  ticket: AuditTicket,
  region: string,
  instanceId: string,
  link: { readonly vpcId: string; readonly subnetId: string },
): Promise<Written> {
  return requester.write(ticket, {
    operation: 'deleteVpcLink',
    service: 'ccr',
    region,
    method: 'DELETE',
    path: ['instances', instanceId, 'privatelinks'],
    body: { vpcID: link.vpcId, subnetID: link.subnetId },
  })
}
