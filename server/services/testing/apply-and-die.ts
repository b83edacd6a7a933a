// Applies a plan in a process of its own that kills itself, hard, at a point of the journal. Started by plan-crash.test.ts:
//   node apply-and-die.ts '{ "planId", "point", "emulatorPort", "accessKeyId", "secretAccessKey", "database" }'
// `database` is what DATABASE_URL says. `point` counts the points of the journal that are passed; `never` lets it live.

import { readConfig } from '#server/env.ts'
import { createRuntime } from '#server/runtime.ts'
import { runPlan } from '#server/services/plan-runner.ts'

const given = JSON.parse(process.argv[2] ?? '{}') as Record<string, string>

const config = readConfig({
  DRAWBRIDGE_DEMO: '1',
  DRAWBRIDGE_SECRET: 'a secret for nothing but these tests',
  LOG_LEVEL: 'silent',
  DATABASE_URL: given.database,
  CCR_ACCESS_KEY_ID: given.accessKeyId,
  CCR_SECRET_ACCESS_KEY: given.secretAccessKey,
  CCR_REGIONS: 'bj',
  CCR_ENDPOINT: `http://ccr.{region}.localhost:${given.emulatorPort}`,
  VPC_ENDPOINT: `http://bcc.{region}.localhost:${given.emulatorPort}`,
})
let passed = 0
const runtime = await createRuntime(config, {
  changePolicy: {
    paceMs: 0,
    secondLookMs: 0,
    settlePollMs: 5,
    atPoint: () => {
      if (String(passed) === given.point) process.kill(process.pid, 'SIGKILL')
      passed += 1
    },
  },
})
await runPlan(runtime, given.planId ?? '')
await runtime.close()
