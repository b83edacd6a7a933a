// Admitted or refused: the rules of the data plane. Undocumented points are switches (see DIFFERENCES.md).

import { formatIpv4, parseIpv4Block } from '#server/emulator/ipv4.ts'
import { publicEndpointStatus } from '#server/emulator/state/public-endpoint.ts'
import type { InstanceRecord } from '#server/emulator/state/records.ts'
import { liveLinks, viewLink } from '#server/emulator/state/vpc-link.ts'
import type { World } from '#server/emulator/world.ts'
import { listHolds } from './entry-index.ts'
import type { AccessState } from './history.ts'

/** The way a client comes: by the public domain, by the internal one, or by a custom domain, which may be either. */
export type Network = 'public' | 'internal' | 'custom'

export const networks: readonly Network[] = ['public', 'internal', 'custom']

export type AdmissionReason =
  | 'listed'
  | 'notListed'
  | 'emptyListAdmits'
  | 'emptyListRefuses'
  | 'notOpened'
  | 'linked'
  | 'notLinked'
  | 'notIpv4'

export type Admission = {
  readonly admitted: boolean
  readonly reason: AdmissionReason
  /** The address the client was taken for; empty when it has no IPv4 address. */
  readonly seenAs: string
  /** The public endpoint's status as the data plane sees it. */
  readonly endpointStatus: string
}

type Verdict = Pick<Admission, 'admitted' | 'reason'>

/** Decides about one request. `from` is the client's own address (unsigned), null when it is not IPv4. */
export function judgeAdmission(
  world: World,
  instance: InstanceRecord,
  network: Network,
  from: number | null,
): Admission {
  const state = world.history.at(instance, world.clock.now(), world.switches.dataPlaneDelayMs)
  const endpointStatus = publicEndpointStatus(state.publicEndpoint, state.atMs)
  if (from === null) return { admitted: false, reason: 'notIpv4', seenAs: '', endpointStatus }
  const address = world.sources.seenAs(from)
  const verdict = judge(world, { state, network, address, endpointStatus })
  return { ...verdict, seenAs: formatIpv4(address), endpointStatus }
}

type Question = {
  readonly state: AccessState
  readonly network: Network
  readonly address: number
  readonly endpointStatus: string
}

function judge(world: World, question: Question): Verdict {
  if (question.network === 'public') return judgePublic(world, question)
  const internal = judgeInternal(world, question)
  return internal.admitted || question.network === 'internal' ? internal : judgePublic(world, question)
}

function judgePublic({ switches }: World, { state, address, endpointStatus }: Question): Verdict {
  const isServing =
    endpointStatus === 'opened' || (endpointStatus === 'closing' && switches.admitWhileClosing)
  if (!isServing) return { admitted: false, reason: 'notOpened' }
  if (state.entries.length === 0) {
    return switches.emptyOpenedMeans === 'allow'
      ? { admitted: true, reason: 'emptyListAdmits' }
      : { admitted: false, reason: 'emptyListRefuses' }
  }
  return listHolds(state.entries, address)
    ? { admitted: true, reason: 'listed' }
    : { admitted: false, reason: 'notListed' }
}

function judgeInternal({ state: { vpcs }, switches }: World, { state, address }: Question): Verdict {
  const isLinked = liveLinks(state, state.atMs).some((link) => {
    if (viewLink(link, state.atMs, switches).status !== switches.linkCreatedWord) return false
    const block = parseIpv4Block(vpcs.find((vpc) => vpc.vpcId === link.vpcId)?.cidr ?? '')
    return block !== null && block.first <= address && address <= block.last
  })
  return isLinked ? { admitted: true, reason: 'linked' } : { admitted: false, reason: 'notLinked' }
}
