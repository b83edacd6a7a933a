// Runs before everything: one signed-in person of each role, kept for the tests.

import { expect, request as requests, test } from '@playwright/test'
import { inviteByApi, newPerson, redeemByApi, signInByApi } from './parts/people.ts'
import { settings, statePath } from './parts/settings.ts'

test('an administrator signs in and adds an operator and a viewer', async () => {
  const admin = await requests.newContext({ baseURL: settings.url })
  await signInByApi(admin, settings.admin)
  await admin.storageState({ path: statePath('admin') })
  for (const [role, name] of [
    ['operator', 'Oleg Operator'],
    ['viewer', 'Vera Viewer'],
  ] as const) {
    const person = newPerson(name)
    const own = await requests.newContext({ baseURL: settings.url })
    await redeemByApi(own, await inviteByApi(admin, person, role), person)
    await signInByApi(own, person)
    const me = (await (await own.get('/api/me')).json()) as { role: string }
    expect(me.role).toBe(role)
    await own.storageState({ path: statePath(role) })
    await own.dispose()
  }
  await admin.dispose()
})
