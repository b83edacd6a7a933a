// How fast the registries of the embedded CCR decide, on a list of 10,000 entries that changes all the while: decisions
// alone, and answers to probers over sockets. Fails below 5,000 a second.

import { startProber } from '#server/emulator/data-plane/prober.ts'
import { startEmulator } from '#server/emulator/start.ts'

const leastPerSecond = 5_000
const seconds = 3
const instanceId = 'ccr-bench001'
const entry = (ipAddr: string) => ({ ipAddr, description: '' })
const list = Array.from({ length: 10_000 }, (_, i) => entry(`11.${i >> 8}.${i & 255}.0/${24 + (i % 9)}`))

function report(name: string, perSecond: number): void {
  console.log(`${name.padEnd(44)}${Math.round(perSecond).toLocaleString('en').padStart(10)} /s`)
  if (perSecond >= leastPerSecond) return
  console.error(`That is less than ${leastPerSecond} a second.`)
  process.exitCode = 1
}

const emulator = await startEmulator({ seed: 'empty', switches: { refusedAnswer: '403' } })
const base = [...list, entry('127.0.0.0/24')]
emulator.addInstance({
  id: instanceId,
  name: 'bench',
  region: 'bj',
  endpointStatus: 'opened',
  allowList: base,
})

const endMs = performance.now() + seconds * 1_000
let decisions = 0
while (performance.now() < endMs) {
  // A new list every thousand decisions, so a new index too.
  emulator.putAllowList(instanceId, base)
  for (let i = 0; i < 1_000; i += 1) emulator.admits(instanceId, `127.0.${i & 1}.${i & 255}`)
  decisions += 1_000
}
report('decisions, the list replaced every 1,000', decisions / seconds)

for (const [name, group] of [
  ['probes by 8 clients, admitted', 0],
  ['probes by 8 clients, refused', 1],
] as const) {
  const prober = await startProber({
    url: emulator.url,
    instanceId,
    sources: Array.from({ length: 8 }, (_, i) => `127.0.${group}.${i + 2}`),
  })
  const startMs = performance.now()
  while (performance.now() < startMs + seconds * 1_000) await prober.round()
  const { probes } = await prober.stop()
  report(name, (probes * 1_000) / (performance.now() - startMs))
}
await emulator.close()
