// What a crowd costs upstream: calls to the cloud per minute while one and while a hundred people watch the same
// instance, once while it moves (a poll every 2 s) and once at rest (every 30 s). The services and the embedded CCR are
// the real ones; only time runs faster. Fails when a hundred cost more than 1.2 times what one costs.

import { getAllowList } from '#server/services/allow-list.ts'
import { getPublicEndpoint } from '#server/services/public-endpoint.ts'
import { startServices } from '#server/services/testing/start-services.ts'
import { listVpcLinks } from '#server/services/vpc-links.ts'

type Case = {
  readonly title: string
  readonly pollMs: number
  readonly minutes: number
  readonly speed: number
}

const cases: readonly Case[] = [
  { title: 'moving, a poll every 2 s', pollMs: 2_000, minutes: 1, speed: 12 },
  { title: 'at rest, a poll every 30 s', pollMs: 30_000, minutes: 10, speed: 120 },
]
const crowd = 100
const ratioMax = 1.2
const instanceId = 'ccr-bench001'

/** Upstream calls per minute of the instance's own reads. */
async function callsPerMinute(viewers: number, { pollMs, minutes, speed }: Case): Promise<number> {
  const startMs = performance.now()
  const clock = () => 1_800_000_000_000 + (performance.now() - startMs) * speed
  const services = await startServices({ clock, regions: ['bj'] })
  services.emulator.addInstance({ id: instanceId, name: 'bench', region: 'bj', endpointStatus: 'opened' })
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(1, ms / speed)))
  const end = new AbortController()
  const watch = async (phaseMs: number) => {
    const viewer = services.as('viewer')
    await wait(phaseMs)
    for (let pollAt = clock(); !end.signal.aborted; pollAt += pollMs) {
      await wait(pollAt - clock())
      if (end.signal.aborted) return
      // What the page of an instance asks for.
      await Promise.all([
        getPublicEndpoint(viewer, instanceId),
        getAllowList(viewer, instanceId),
        listVpcLinks(viewer, instanceId),
      ])
    }
  }
  const watching = Array.from({ length: viewers }, (_, i) => watch((i * pollMs) / viewers))
  await wait(2 * pollMs)
  services.emulator.clearRequests()
  const fromMs = clock()
  await wait(minutes * 60_000)
  const calls = (['GetPublicNetworkConfig', 'ListVpcLinks'] as const).reduce(
    (sum, operation) => sum + services.emulator.requests({ operation }).length,
    0,
  )
  const passedMinutes = (clock() - fromMs) / 60_000
  end.abort()
  await Promise.all(watching)
  await services.close()
  return calls / passedMinutes
}

console.log(
  'upstream calls per minute'.padEnd(30),
  '1 viewer'.padStart(10),
  `${crowd} viewers`.padStart(12),
  'ratio'.padStart(7),
)
for (const each of cases) {
  const one = await callsPerMinute(1, each)
  const many = await callsPerMinute(crowd, each)
  const ratio = many / one
  console.log(
    each.title.padEnd(30),
    one.toFixed(1).padStart(10),
    many.toFixed(1).padStart(12),
    ratio.toFixed(2).padStart(7),
  )
  if (ratio > ratioMax) {
    console.error(`A crowd costs more than ${ratioMax} times one viewer.`)
    process.exitCode = 1
  }
}
