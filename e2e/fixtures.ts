// What every test starts from: the embedded CCR as its seed has it, an instance of its own that no cache has heard of,
// and pages signed in by role.

import { existsSync } from 'node:fs'
import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  expect,
  type Page,
} from '@playwright/test'
import type { InstancePatch } from '#server/emulator/control.ts'
import { type ControlClient, createControlClient } from '#server/emulator/control-client.ts'
import type { EntryRecord } from '#server/emulator/state/records.ts'
import { defaultDelays, defaultSwitches } from '#server/emulator/switches.ts'
import { type Role, settings, statePath } from './parts/settings.ts'
import { createWatch, type Watch } from './parts/watch.ts'

export type OwnInstance = { readonly id: string; readonly name: string; readonly region: string }

export type NewInstance = InstancePatch & { readonly region?: string }

type Fixtures = {
  /** Changes and reads the embedded CCR behind the console's back. */
  control: ControlClient
  /** Adds an instance to the embedded CCR and waits until the console finds it. */
  addInstance: (instance?: NewInstance) => Promise<OwnInstance>
  /** A page in a browser of its own, signed in as `role`. */
  openAs: (role: Role) => Promise<Page>
  /** A page of somebody who is not signed in, in a browser of their own. */
  openSignedOut: () => Promise<Page>
  openContext: (storageState: NonNullable<BrowserContextOptions['storageState']>) => Promise<BrowserContext>
  watch: Watch
}

let serial = 0

export const test = base.extend<Fixtures>({
  // Most tests act as an operator would who may also manage people.
  storageState: ({}, use) => use(existsSync(statePath('admin')) ? statePath('admin') : undefined),

  control: [
    async ({}, use) => {
      const control = createControlClient(settings.emulatorUrl)
      await control.advance(Date.now() - (await control.advance(0)))
      await control.setSwitches(defaultSwitches)
      await control.setDelays(defaultDelays)
      await control.reset('fleet')
      await use(control)
      // A fault must not outlive its test: the next one may look before it resets.
      await control.clearFaults()
    },
    { auto: true },
  ],

  addInstance: async ({ control, playwright }, use) => {
    const request = await playwright.request.newContext({
      baseURL: settings.url,
      storageState: statePath('admin'),
    })
    await use(async ({ region = 'bj', ...patch } = {}) => {
      serial += 1
      const id = `ccr-${Date.now().toString(36).slice(-5)}${serial.toString(36).padStart(3, '0')}`
      const name = patch.name ?? `own-${id.slice(4)}`
      await control.addInstance({ id, region, ...patch, name })
      // The list of a region is shared for two seconds; a page that opens sooner would not find the instance.
      await expect
        .poll(async () => (await request.get(`/api/instances/${id}`)).status(), { intervals: [100, 200] })
        .toBe(200)
      await control.clearRequests()
      return { id, name, region }
    })
    await request.dispose()
  },

  watch: [
    async ({}, use) => {
      const watch = createWatch()
      await use(watch)
      watch.check()
    },
    { auto: true },
  ],

  context: async ({ context, watch }, use) => {
    watch.add(context)
    await use(context)
    await watch.settle()
  },

  openContext: async ({ browser, watch }, use) => {
    const contexts: BrowserContext[] = []
    await use(async (storageState) => {
      const context = await browser.newContext({ storageState })
      watch.add(context)
      contexts.push(context)
      return context
    })
    await watch.settle()
    for (const context of contexts) await context.close()
  },

  openAs: async ({ openContext }, use) => {
    await use(async (role) => (await openContext(statePath(role))).newPage())
  },

  openSignedOut: async ({ openContext }, use) => {
    await use(async () => (await openContext({ cookies: [], origins: [] })).newPage())
  },
})

export { expect }

/** Entries from `address description` lines. */
export function entries(...lines: readonly string[]): EntryRecord[] {
  return lines.map((line) => {
    const [ipAddr = '', ...words] = line.split(' ')
    return { ipAddr, description: words.join(' ') }
  })
}

/** The list at the embedded CCR, by stored text: its order says nothing. */
export async function storedEntries(control: ControlClient, id: string): Promise<Record<string, string>> {
  const { allowList } = await control.instance(id)
  return Object.fromEntries(allowList.map(({ ipAddr, description }) => [ipAddr, description]))
}

/** The calls that changed the list, in the order they reached the embedded CCR: `+203.0.113.7`, `-198.51.100.0/24`. */
export async function listCalls(control: ControlClient, instanceId: string): Promise<string[]> {
  const requests = await control.requests({ instanceId })
  return requests.flatMap(({ operation, body }) => {
    if (operation === 'AddPublicNetworkWhitelist') {
      const { ipAddr } = JSON.parse(body) as { ipAddr: string }
      return [`+${ipAddr}`]
    }
    if (operation === 'DeletePublicNetworkWhitelist') {
      const { items } = JSON.parse(body) as { items: string[] }
      return items.map((ipAddr) => `-${ipAddr}`)
    }
    return []
  })
}
