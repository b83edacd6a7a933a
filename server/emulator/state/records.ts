// What the emulator remembers. Plain JSON: it is written to the data file as it is. Statuses that take time are not
// stored; they follow from these times (see public-endpoint.ts and vpc-link.ts). Times are epoch milliseconds.

export type EntryRecord = { ipAddr: string; description: string }

export type PublicEndpointRecord = {
  target: 'opened' | 'closed'
  /** Until then it is opening or closing. */
  settlesAtMs: number
  /** A status set from outside, shown whatever the times say. */
  forcedStatus: string | null
}

export type VpcLinkRecord = {
  vpcId: string
  subnetId: string
  ipType: 'auto' | 'manual'
  autoDnsResolve: boolean
  serviceNetId: string
  /** The address it holds in the subnet; empty when it holds none. */
  address: string
  requestedAtMs: number
  settlesAtMs: number
  outcome: 'created' | 'failed'
  /** null unless it is being deleted; the link is gone from then on. */
  goneAtMs: number | null
  forcedStatus: string | null
}

export type InstanceRecord = {
  id: string
  name: string
  region: string
  instanceType: string
  status: string
  bucket: string
  createdAtMs: number
  expiresAtMs: number
  customDomains: string[]
  tags: { tagKey: string; tagValue: string }[]
  quota: { repo: number; chart: number; namespace: number; vpc: number }
  statistic: { repo: number; chart: number; namespace: number; storage: number }
  publicEndpoint: PublicEndpointRecord
  /** Grows at its end or is replaced by another array; an `ipAddr` in it never changes (data-plane/entry-index.ts). */
  allowList: EntryRecord[]
  links: VpcLinkRecord[]
}

export type VpcRecord = {
  vpcId: string
  region: string
  name: string
  cidr: string
  description: string
  isDefault: boolean
  createdAtMs: number
  tags: { tagKey: string; tagValue: string }[]
}

export type SubnetRecord = {
  subnetId: string
  vpcId: string
  name: string
  zoneName: string
  cidr: string
  subnetType: string
  description: string
  createdAtMs: number
  /** Inclusive ranges of addresses that servers and load balancers use. */
  busy: { first: string; last: string; type: string }[]
}

export type EmulatorState = {
  format: 1
  seed: string
  seededAtMs: number
  instances: InstanceRecord[]
  vpcs: VpcRecord[]
  subnets: SubnetRecord[]
}
