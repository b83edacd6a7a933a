// When a change of the list does not go as reviewed: somebody else was faster, the cloud stopped in the middle, or the
// answer was lost. Each is told apart, nothing is hidden, and the way on is one press away.

import { entries, expect, listCalls, storedEntries, test } from './fixtures.ts'
import {
  addToEdits,
  applyReviewed,
  entryRow,
  listCard,
  markForRemoval,
  openReview,
  pendingBar,
  reviewSheet,
} from './parts/allow-list.ts'
import { openInstance, readAgain } from './parts/instance-page.ts'

const list = entries('61.135.0.0/24 office egress', '123.125.71.38 monitoring probe')

test('somebody else changed the list: the difference is shown, drawn again, and applied', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '180.97.36.11 test lab')
  const sheet = await openReview(page)
  await control.patchInstance(own.id, {
    allowList: entries('61.135.0.0/24 office egress', '59.110.20.1 z-build-01'),
  })
  await sheet.getByRole('button', { name: 'Apply 1 change' }).click()
  const alert = sheet.getByRole('alert')
  await expect(alert).toContainText('The list changed after this was drawn')
  await expect(alert).toContainText('Nothing has been written.')
  await expect(alert).toContainText('59.110.20.1 was added elsewhere')
  await expect(alert).toContainText('123.125.71.38 was removed elsewhere')
  expect(await listCalls(control, own.id)).toEqual([])

  await alert.getByRole('button', { name: 'Draw again' }).click()
  await expect(alert).toHaveCount(0)
  await expect(sheet).toContainText('2 entries unchanged')
  await applyReviewed(page)
  expect(await storedEntries(control, own.id)).toEqual({
    '61.135.0.0/24': 'office egress',
    '59.110.20.1': 'z-build-01',
    '180.97.36.11': 'test lab',
  })
})

test('an edit that no longer fits is taken out and named', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '180.97.36.11 test lab', '180.97.36.12 test lab 2')
  await control.patchInstance(own.id, { allowList: [...list, ...entries('180.97.36.11 somebody else’s')] })
  await expect(async () => {
    await readAgain(page)
    await expect(page.getByText('The list changed elsewhere since you began')).toBeVisible({ timeout: 1_000 })
  }).toPass()
  await listCard(page).getByRole('button', { name: 'Draw again' }).click()
  await expect(listCard(page)).toContainText('One edit no longer fits and was taken out')
  await expect(listCard(page)).toContainText(
    '180.97.36.11 was added elsewhere as “somebody else’s”; yours said “test lab”.',
  )
  await expect(pendingBar(page)).toContainText('1 change')
  await openReview(page)
  await applyReviewed(page)
  expect(await storedEntries(control, own.id)).toMatchObject({
    '180.97.36.11': 'somebody else’s',
    '180.97.36.12': 'test lab 2',
  })
})

test('the cloud fails in the middle: what was made is shown, the rest goes on later', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '180.97.36.11 test lab')
  await markForRemoval(page, '123.125.71.38')
  await control.fault({
    kind: 'internalError',
    operation: 'DeletePublicNetworkWhitelist',
    instanceId: own.id,
  })
  const sheet = await openReview(page)
  await sheet.getByRole('button', { name: 'Apply 2 changes' }).click()
  const alert = sheet.getByRole('alert').first()
  await expect(alert).toContainText('1 of 2 steps were made, then one failed')
  await expect(alert).toContainText('Added 180.97.36.11')
  await expect(alert).toContainText('Remove 123.125.71.38failed')
  const [failed] = await control.requests({ operation: 'DeletePublicNetworkWhitelist', instanceId: own.id })
  await expect(alert).toContainText(failed?.requestId ?? 'that was never sent')
  expect(Object.keys(await storedEntries(control, own.id)).sort()).toEqual([
    '123.125.71.38',
    '180.97.36.11',
    '61.135.0.0/24',
  ])

  await control.clearFaults()
  await alert.getByRole('button', { name: 'Go on with the rest' }).click()
  await expect(sheet.getByRole('button', { name: 'Apply 1 change' })).toBeVisible()
  await applyReviewed(page)
  expect(Object.keys(await storedEntries(control, own.id)).sort()).toEqual(['180.97.36.11', '61.135.0.0/24'])
})

test('the cloud refuses at once: nothing is written, its words are shown, and trying again works', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '180.97.36.11 test lab')
  await control.fault({ kind: 'forbidden', operation: 'AddPublicNetworkWhitelist', instanceId: own.id })
  const sheet = await openReview(page)
  await sheet.getByRole('button', { name: 'Apply 1 change' }).click()
  const alert = sheet.getByRole('alert').first()
  await expect(alert).toContainText('The change was not made')
  await expect(alert).toContainText("The cloud refused the console's own credentials.")
  await expect(alert).toContainText('The cloud said: 403')
  expect((await control.instance(own.id)).allowList).toEqual(list)
  await control.clearFaults()
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(sheet.getByText('The list is as reviewed')).toBeVisible()
  expect(await listCalls(control, own.id)).toEqual(['+180.97.36.11', '+180.97.36.11'])
})

test('an answer that was lost after the change: looked up, and shown as done', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '180.97.36.11 test lab')
  await control.fault({ kind: 'resetAfterCommit', operation: 'AddPublicNetworkWhitelist', count: 1 })
  await openReview(page)
  await applyReviewed(page)
  expect(await listCalls(control, own.id)).toEqual(['+180.97.36.11'])
})

test('our own server does not answer: said to be unknown, then compared with what is there', async ({
  page,
  context,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '180.97.36.11 test lab')
  const sheet = await openReview(page)
  await context.setOffline(true)
  await sheet.getByRole('button', { name: 'Apply 1 change' }).click()
  const alert = sheet.getByRole('alert').first()
  await expect(alert).toContainText('Whether it happened is not known')
  await expect(alert).toContainText("Drawbridge's own server did not answer.")
  await context.setOffline(false)
  await alert.getByRole('button', { name: 'Read again and compare' }).click()
  await applyReviewed(page)
  expect(await listCalls(control, own.id)).toEqual(['+180.97.36.11'])
})

test('somebody else is changing the instance right now', async ({ page, openAs, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '180.97.36.11 test lab')
  await control.fault({ kind: 'latency', operation: 'AddPublicNetworkWhitelist', count: 1, latencyMs: 5_000 })
  const operator = await openAs('operator')
  const slow = operator.request.post(`/api/instances/${own.id}/allow-list/entries`, {
    data: { entries: [{ ipAddr: '59.110.20.1', description: 'z-build-01' }] },
  })
  await expect.poll(async () => (await control.requests({ instanceId: own.id })).length).toBeGreaterThan(2)
  await openReview(page)
  await reviewSheet(page).getByRole('button', { name: 'Apply 1 change' }).click()
  await expect(reviewSheet(page).getByRole('alert').first()).toContainText(
    'is changing this instance right now. Nothing was written.',
  )
  expect((await slow).status()).toBe(200)
  await reviewSheet(page).getByRole('button', { name: 'Back to edits' }).click()
  await expect(entryRow(page, '180.97.36.11')).toBeVisible()
  expect(await storedEntries(control, own.id)).toEqual({
    '61.135.0.0/24': 'office egress',
    '123.125.71.38': 'monitoring probe',
    '59.110.20.1': 'z-build-01',
  })
})
