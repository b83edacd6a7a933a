import { z } from 'zod'
import { acknowledgements } from './guards.ts'
import { instanceId, instant, subnetId, vpcId } from './instances.ts'

export const vpcLink = z.object({
  vpcId: z.string(),
  subnetId: z.string(),
  serviceNetId: z.string(),
  ipAddress: z.string(),
  /** The cloud documents no list of words; known ones are creating, created, failed, deleting. Others are kept. */
  status: z.string(),
  /** null when the picker data could not be read. */
  vpcName: z.string().nullable(),
  subnetCidr: z.string().nullable(),
  /** What Drawbridge asked for when it added the link; the cloud does not report it. */
  asked: z.object({ autoDnsResolve: z.boolean(), at: instant, byName: z.string() }).nullable(),
})
export type VpcLink = z.output<typeof vpcLink>

export const vpcLinks = z.object({
  domain: z.string(),
  links: z.array(vpcLink),
  quota: z.object({
    limit: z.number().nullable(),
    used: z.number().nullable(),
  }),
  readAt: instant,
})
export type VpcLinks = z.output<typeof vpcLinks>

export const createVpcLinkBody = z.discriminatedUnion('ipType', [
  z.object({
    vpcId,
    subnetId,
    ipType: z.literal('auto'),
    autoDnsResolve: z.boolean(),
  }),
  z.object({
    vpcId,
    subnetId,
    ipType: z.literal('manual'),
    ipAddress: z.string().trim().min(1).max(64),
    autoDnsResolve: z.boolean(),
  }),
])
export type CreateVpcLinkBody = z.output<typeof createVpcLinkBody>

export const linkPair = z.object({ vpcId, subnetId })
export const deleteVpcLinkBody = linkPair.extend({
  /** Given: guards that want a confirmation are asked. */
  acknowledge: acknowledgements.optional(),
})

export const vpcQuery = z.object({ instanceId })
export const vpcParams = z.object({ vpcId })

export const vpc = z.object({
  vpcId: z.string(),
  name: z.string(),
  cidr: z.string(),
  description: z.string(),
})
export const listVpcsResponse = z.object({
  vpcs: z.array(vpc),
  readAt: instant,
})

export const subnet = z.object({
  subnetId: z.string(),
  vpcId: z.string(),
  name: z.string(),
  cidr: z.string(),
  zone: z.string(),
  subnetType: z.string(),
  /** null when the cloud does not say. */
  availableIps: z.number().nullable(),
})
export type Subnet = z.output<typeof subnet>
export const listSubnetsResponse = z.object({
  subnets: z.array(subnet),
  readAt: instant,
})

export const subnetParams = z.object({ vpcId, subnetId })
export const listUsedAddressesResponse = z.object({
  addresses: z.array(z.string()),
  readAt: instant,
})
