// What `npm run probe` asks and how it says the answer.

import { LauncherError } from '#scripts/parts/settings.ts'
import type { ControlClient } from '#server/emulator/control-client.ts'
import type { Admission, AdmissionReason } from '#server/emulator/data-plane/admission.ts'
import type { ProbeAnswer } from '#server/emulator/data-plane/probe-connection.ts'
import { createProbeConnection, isAdmitted } from '#server/emulator/data-plane/probe-connection.ts'
import type { InstanceSnapshot } from '#server/emulator/snapshot.ts'

export type ProbeRequest = {
  /** Base address of the embedded CCR. */
  readonly url: string
  readonly instance: InstanceSnapshot
  readonly network: 'public' | 'internal'
  /** Source address, within 127.0.0.0/8. */
  readonly from: string
}

const timeoutMs = 3_000

/** By id, or by name where only one has it. Throws LauncherError. */
export async function findInstance(
  control: ControlClient,
  url: string,
  text: string,
): Promise<InstanceSnapshot> {
  let instances: InstanceSnapshot[]
  try {
    instances = await control.instances()
  } catch (error) {
    throw new LauncherError(
      `No embedded CCR answers on ${url}. Start one with \`npm run quickstart\` or \`npm run emulator\`, or say where it ` +
        `is with EMULATOR_PORT or --url.`,
      { cause: error },
    )
  }
  const byId = instances.find((each) => each.id === text)
  const byName = instances.filter((each) => each.name === text)
  const found = byId ?? (byName.length === 1 ? byName[0] : undefined)
  if (found) return found
  const known = instances.map((each) => `  ${each.id}  ${each.name}`).slice(0, 30)
  const problem = byName.length > 1 ? `${byName.length} instances are called` : 'There is no instance'
  throw new LauncherError([`${problem} ${text}. There are:`, ...known].join('\n'))
}

/** One probe on a connection of its own, in words. Throws LauncherError when it could not be made. */
export async function probeInWords(control: ControlClient, request: ProbeRequest): Promise<string> {
  const { url, instance, network, from } = request
  const { hostname, port } = new URL(url)
  const host = network === 'public' ? instance.publicEndpoint.domain : instance.privateDomain
  const connection = createProbeConnection({
    address: hostname,
    port: Number(port || 80),
    host,
    from,
    timeoutMs,
  })
  const startedMs = performance.now()
  try {
    const answer = await connection.ask()
    const tookMs = Math.max(1, Math.round(performance.now() - startedMs))
    const admitted = isAdmitted(answer)
    const verdict = await control.admits(instance.id, from, network)
    const why = verdict.admitted === admitted ? reasonInWords(verdict, network) : 'this has just changed'
    return `${admitted ? 'admitted' : 'refused '}  ${answerInWords(answer)} after ${tookMs} ms; ${why}`
  } catch (error) {
    throw cannotAsk(error, request)
  } finally {
    connection.close()
  }
}

function answerInWords(answer: ProbeAnswer): string {
  if (answer.kind === 'closed') return 'connection closed without an answer'
  if (answer.kind === 'timeout') return 'no answer, given up'
  return answer.status === 401 ? 'the registry asked for credentials (401)' : `answer ${answer.status}`
}

function reasonInWords({ reason, seenAs, endpointStatus }: Admission, network: string): string {
  const words: Record<AdmissionReason, string> = {
    listed: `the allow list holds ${seenAs}`,
    notListed: `the allow list does not hold ${seenAs}`,
    emptyListAdmits: 'the allow list is empty, which admits everybody here (switch emptyOpenedMeans)',
    emptyListRefuses: 'the allow list is empty',
    notOpened: `the public endpoint is ${endpointStatus}`,
    linked: `${seenAs} is in a VPC with a created link`,
    notLinked: `${seenAs} is in no VPC with a created link`,
    notIpv4: 'the source has no IPv4 address',
  }
  const isMoving = network === 'public' && endpointStatus === 'closing' && reason === 'listed'
  return isMoving ? `${words[reason]}, until the public endpoint is closed` : words[reason]
}

function cannotAsk(error: unknown, { from, url }: ProbeRequest): LauncherError {
  const code = (error as NodeJS.ErrnoException).code ?? ''
  if (code === 'EADDRNOTAVAIL' || code === 'EINVAL') {
    return new LauncherError(
      `This machine cannot send from ${from}. Take an address of 127.0.0.0/8 (outside Linux each one but 127.0.0.1 has ` +
        `to be set up first), and say with --as which address it stands for.`,
      { cause: error },
    )
  }
  const what = error instanceof Error ? error.message : String(error)
  return new LauncherError(`The embedded CCR on ${url} could not be asked: ${what}`, { cause: error })
}
