// Life of a VPC link: creating → created or failed; deleting → gone. The words are invented: the vendor documents none
// and shows only `failed`.

import { createHash } from 'node:crypto'
import { badRequest, notFound, quotaExceed, statusConflict } from '#server/emulator/errors.ts'
import { parseIpv4 } from '#server/emulator/ipv4.ts'
import type { Delays, Switches } from '#server/emulator/switches.ts'
import type { EmulatorState, InstanceRecord, VpcLinkRecord } from './records.ts'
import { firstFreeAddress, judgeAddress } from './subnet-addresses.ts'

export type VpcLinkView = {
  vpcId: string
  subnetId: string
  serviceNetId: string
  status: string
  ipAddress: string
}

type LinkPhase = 'creating' | 'created' | 'failed' | 'deleting' | 'gone'

function linkPhase(link: VpcLinkRecord, nowMs: number): LinkPhase {
  if (link.goneAtMs !== null) return nowMs < link.goneAtMs ? 'deleting' : 'gone'
  return nowMs < link.settlesAtMs ? 'creating' : link.outcome
}

/** The links that still exist. */
export function liveLinks(
  instance: { readonly links: readonly VpcLinkRecord[] },
  nowMs: number,
): VpcLinkRecord[] {
  return instance.links.filter((link) => linkPhase(link, nowMs) !== 'gone')
}

export function viewLink(link: VpcLinkRecord, nowMs: number, switches: Switches): VpcLinkView {
  const phase = linkPhase(link, nowMs)
  const words = {
    creating: switches.linkCreatingWord,
    created: switches.linkCreatedWord,
    failed: switches.linkFailedWord,
    deleting: switches.linkDeletingWord,
    gone: '',
  }
  const status = link.forcedStatus ?? words[phase]
  const isCreating = status === words.creating
  return {
    vpcId: link.vpcId,
    subnetId: link.subnetId,
    serviceNetId: isCreating ? '' : link.serviceNetId,
    status,
    ipAddress: isCreating ? '' : link.address,
  }
}

export type AddLinkRequest = {
  vpcId: string
  subnetId: string
  ipType: 'auto' | 'manual'
  ipAddress: string
  autoDnsResolve: boolean
}

/** Adds a link in the state `creating`. Throws a CcrError: 400, 404, 409 or 412. */
export function addLink(
  state: EmulatorState,
  instance: InstanceRecord,
  request: AddLinkRequest,
  nowMs: number,
  switches: Switches,
  delays: Delays,
): void {
  const vpc = state.vpcs.find((each) => each.vpcId === request.vpcId)
  // A region's service sees only the VPCs of its own region.
  if (!vpc || vpc.region !== instance.region) throw notFound(`vpc ${request.vpcId}`)
  const subnet = state.subnets.find((each) => each.subnetId === request.subnetId)
  if (!subnet || subnet.vpcId !== vpc.vpcId) throw notFound(`subnet ${request.subnetId}`)
  instance.links = liveLinks(instance, nowMs)
  if (instance.links.some((link) => link.vpcId === vpc.vpcId && link.subnetId === subnet.subnetId)) {
    throw statusConflict('vpc link already exists')
  }
  const isSecond = instance.links.some((link) => link.vpcId === vpc.vpcId)
  if (isSecond && switches.secondSubnetOfVpc === 'conflict') {
    throw statusConflict('vpc is already linked through another subnet')
  }
  if (instance.links.length >= instance.quota.vpc) {
    throw quotaExceed(`${instance.links.length} of ${instance.quota.vpc} VPC links are used`)
  }
  const failure = /link-fails(-with-address)?/.exec(`${subnet.name} ${vpc.name}`)
  let address: string | null
  if (request.ipType === 'manual') {
    const wanted = parseIpv4(request.ipAddress)
    if (wanted === null)
      throw badRequest('ipAddress is required with ipType manual and must be an IPv4 address')
    const verdict = judgeAddress(state, subnet, wanted, nowMs)
    if (verdict === 'outside') throw badRequest(`ipAddress is not in ${subnet.cidr}`)
    if (verdict === 'reserved') throw badRequest('ipAddress is the network, gateway or broadcast address')
    if (verdict === 'used') throw statusConflict('ip address is already in use')
    address = request.ipAddress
  } else {
    address = firstFreeAddress(state, subnet, nowMs)
    if (address === null && switches.fullSubnet === 'conflict')
      throw statusConflict('subnet has no free ip address')
  }
  const fails = failure !== null || address === null
  const keepsAddress = !fails || failure?.[1] !== undefined
  const seed = `${instance.id} ${vpc.vpcId} ${subnet.subnetId} ${nowMs}`
  instance.links.push({
    vpcId: vpc.vpcId,
    subnetId: subnet.subnetId,
    ipType: request.ipType,
    autoDnsResolve: request.autoDnsResolve,
    serviceNetId: fails ? '' : serviceNetIdFrom(seed),
    address: keepsAddress ? (address ?? '') : '',
    requestedAtMs: nowMs,
    settlesAtMs: nowMs + delays.linkCreatingMs,
    outcome: fails ? 'failed' : 'created',
    goneAtMs: null,
    forcedStatus: null,
  })
}

/** Starts deleting a link. Throws a CcrError: 404 or 409. */
export function deleteLink(
  instance: InstanceRecord,
  pair: { vpcId: string; subnetId: string },
  nowMs: number,
  switches: Switches,
  delays: Delays,
): void {
  instance.links = liveLinks(instance, nowMs)
  const link = instance.links.find((each) => each.vpcId === pair.vpcId && each.subnetId === pair.subnetId)
  if (!link) {
    if (switches.missingLink === 'ignore') return
    throw notFound(`vpc link ${pair.vpcId}/${pair.subnetId}`)
  }
  const phase = linkPhase(link, nowMs)
  const isMoving = phase === 'creating' || phase === 'deleting'
  if (isMoving && link.forcedStatus === null && switches.actionInTransition === 'conflict') {
    throw statusConflict(`vpc link is ${phase}`)
  }
  if (phase === 'deleting') return
  link.forcedStatus = null
  link.goneAtMs = nowMs + delays.linkDeletingMs
}

/** Service NIC ids look like `endpoint-` and eight hex digits. */
export function serviceNetIdFrom(text: string): string {
  return `endpoint-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`
}
