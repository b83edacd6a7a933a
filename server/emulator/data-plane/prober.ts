// Asks a registry without pause, from many source addresses at once, while something else goes on, and tells whether
// anybody was ever refused or admitted who must not be.
//
//   const prober = await startProber({ url, instanceId, expectAlwaysAdmitted: ['127.0.0.5'] })
//   … change the list …
//   const { probes, wrongRefusals } = await prober.stop()

import { createControlClient } from '#server/emulator/control-client.ts'
import type { ProbeConnection } from './probe-connection.ts'
import { createProbeConnection, isAdmitted } from './probe-connection.ts'

export type ProberOptions = {
  /** Base address of the embedded CCR, such as `http://127.0.0.1:4010`. */
  readonly url: string
  readonly instanceId: string
  readonly network?: 'public' | 'internal'
  /** More addresses to ask from than those that are expected something of; within 127.0.0.0/8. */
  readonly sources?: readonly string[]
  readonly expectAlwaysAdmitted?: readonly string[]
  readonly expectNeverAdmitted?: readonly string[]
  /** How long silence lasts before it counts as refused; default 1,000. */
  readonly timeoutMs?: number
}

/** `atMs`: when the answer came, epoch ms. */
export type Observation = { readonly atMs: number; readonly source: string; readonly admitted: boolean }

export type ProberResult = {
  /** How many questions were answered. */
  readonly probes: number
  /** The first observation of each source and every one that differs from the one before it. */
  readonly changes: readonly Observation[]
  readonly wrongRefusals: readonly Observation[]
  readonly wrongAdmissions: readonly Observation[]
}

export type Prober = {
  /** Resolves once every source has had an answer to a question asked after this call; at once when stopped. */
  round(): Promise<void>
  /** Rejects when a source could not ask at all. */
  stop(): Promise<ProberResult>
}

/** Resolves when every source has asked once. Rejects when there is no such emulator, instance or source address. */
export async function startProber(options: ProberOptions): Promise<Prober> {
  const { url, instanceId, network = 'public', timeoutMs = 1_000 } = options
  const always = new Set(options.expectAlwaysAdmitted)
  const never = new Set(options.expectNeverAdmitted)
  const sources = new Set([...(options.sources ?? []), ...always, ...never])
  if (sources.size === 0) throw new Error('A prober needs at least one source address.')
  const instance = await createControlClient(url).instance(instanceId)
  const { hostname, port } = new URL(url)
  const host = network === 'public' ? instance.publicEndpoint.domain : instance.privateDomain

  let probes = 0
  const changes: Observation[] = []
  const wrongRefusals: Observation[] = []
  const wrongAdmissions: Observation[] = []
  let failure: unknown = null
  const end = new AbortController()

  const lanes = [...sources].map((source): Lane => {
    const target = { address: hostname, port: Number(port || 80), host, from: source, timeoutMs }
    return { source, connection: createProbeConnection(target), asked: 0, last: null, waiting: [] }
  })
  const endLane = (lane: Lane) => {
    lane.connection.close()
    for (const { resolve } of lane.waiting.splice(0)) resolve()
  }
  const run = async (lane: Lane): Promise<void> => {
    const { source } = lane
    try {
      while (!end.signal.aborted) {
        lane.asked += 1
        const question = lane.asked
        const answer = await lane.connection.ask()
        if (end.signal.aborted) break
        const admitted = isAdmitted(answer)
        probes += 1
        const isWrong = admitted ? never.has(source) : always.has(source)
        if (isWrong || admitted !== lane.last) {
          const observation = { atMs: Date.now(), source, admitted }
          if (admitted !== lane.last) changes.push(observation)
          if (isWrong) (admitted ? wrongAdmissions : wrongRefusals).push(observation)
          lane.last = admitted
        }
        const isServed = ({ after }: Waiting) => question > after
        for (const { resolve } of lane.waiting.filter(isServed)) resolve()
        lane.waiting = lane.waiting.filter((each) => !isServed(each))
      }
    } catch (error) {
      failure ??= error
      end.abort()
      for (const each of lanes) endLane(each)
    }
  }
  const running = Promise.all(lanes.map(run))

  const round = async () => {
    if (end.signal.aborted) return
    await Promise.all(
      lanes.map((lane) => new Promise<void>((resolve) => lane.waiting.push({ after: lane.asked, resolve }))),
    )
  }
  const stop = async () => {
    end.abort()
    for (const lane of lanes) endLane(lane)
    await running
    if (failure !== null) throw failure
    return { probes, changes, wrongRefusals, wrongAdmissions }
  }
  await round()
  if (failure !== null) await stop()
  return { round, stop }
}

/** One source with its connection and those who wait for its next question. */
type Lane = {
  readonly source: string
  readonly connection: ProbeConnection
  /** Number of the question asked last. */
  asked: number
  last: boolean | null
  waiting: Waiting[]
}

type Waiting = { readonly after: number; readonly resolve: () => void }
