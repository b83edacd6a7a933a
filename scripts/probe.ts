// `npm run probe -- INSTANCE`: asks a registry of the embedded CCR as one client and says whether its network admits.

import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { runMain } from '#scripts/parts/main.ts'
import { findInstance, probeInWords } from '#scripts/parts/probe.ts'
import { LauncherError, readPort } from '#scripts/parts/settings.ts'
import { createControlClient } from '#server/emulator/control-client.ts'

const usage = `Usage: npm run probe -- [--from 127.0.0.5] [--as 203.0.113.9] [--internal] [--watch] [--url URL] INSTANCE
  INSTANCE    id or name
  --from      source address of the client, within 127.0.0.0/8; 127.0.0.2 when --as is given, otherwise 127.0.0.1
  --as        the address that client stands for, for this question
  --internal  by the internal domain, as from a VPC, instead of the public one
  --watch     again each second, until Ctrl+C
  --url       where the embedded CCR is; default: this machine, EMULATOR_PORT or 4010`

await runMain(async () => {
  const { values, instance: wanted } = readArguments()
  if (values.help || wanted === undefined) {
    console.log(usage)
    return values.help ? 0 : 1
  }
  const url = values.url ?? `http://127.0.0.1:${readPort(process.env, 'EMULATOR_PORT', 4010)}`
  const control = createControlClient(url)
  const instance = await findInstance(control, url, wanted)
  const network = values.internal ? 'internal' : 'public'
  const from = values.from ?? (values.as === undefined ? '127.0.0.1' : '127.0.0.2')
  const before = (await control.sources())[from] ?? null
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  if (values.as !== undefined) await control.setSources({ [from]: values.as }).catch(inOneSentence)
  try {
    const { seenAs } = await control.admits(instance.id, from)
    const as = seenAs === from ? '' : ` as ${seenAs}`
    console.log(`${instance.name} (${instance.id}), ${network} network, from ${from}${as}`)
    while (true) {
      const words = await probeInWords(control, { url, instance, network, from })
      console.log(values.watch ? `${new Date().toLocaleTimeString('en-GB')}  ${words}` : words)
      if (!values.watch || stop.signal.aborted) return 0
      await wait(1_000, undefined, { signal: stop.signal }).catch(() => undefined)
      if (stop.signal.aborted) return 0
    }
  } finally {
    if (values.as !== undefined) await control.setSources({ [from]: before }).catch(() => undefined)
  }
})

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        from: { type: 'string' },
        as: { type: 'string' },
        internal: { type: 'boolean' },
        watch: { type: 'boolean' },
        url: { type: 'string' },
        help: { type: 'boolean' },
      },
    })
    if (positionals.length > 1) throw new LauncherError(`One instance at a time.\n${usage}`)
    return { values, instance: positionals[0] }
  } catch (error) {
    if (error instanceof LauncherError) throw error
    throw new LauncherError(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

function inOneSentence(error: unknown): never {
  throw new LauncherError(error instanceof Error ? error.message : String(error))
}
