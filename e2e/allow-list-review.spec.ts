// The review sheet: what a change does before it is sent, what has to be confirmed, and in which order it reaches the
// cloud.

import { entries, expect, listCalls, storedEntries, test } from './fixtures.ts'
import {
  addToEdits,
  applyReviewed,
  entryRow,
  markForRemoval,
  openReview,
  pendingBar,
  reviewSheet,
} from './parts/allow-list.ts'
import { openInstance } from './parts/instance-page.ts'

const list = entries(
  '61.135.0.0/24 office egress',
  '123.125.71.38 monitoring probe',
  '114.114.0.0/20 partner-y data centre',
)

test('says what changes and what it does, then adds before it removes', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '61.135.0.0/25 office, floor 1', '180.97.36.11 test lab')
  await markForRemoval(page, '61.135.0.0/24', '123.125.71.38')
  await expect(pendingBar(page)).toContainText('129 addresses lose access')

  const sheet = await openReview(page)
  await expect(sheet).toContainText('Added, not sent yet: 61.135.0.0/25')
  await expect(sheet).toContainText('Removed, not sent yet: 61.135.0.0/24')
  await expect(sheet).toContainText('1 entry unchanged')
  await expect(sheet).toContainText('before 4,353 → after 4,225')
  await expect(sheet).toContainText('1 gains access')
  await expect(sheet).toContainText('129 lose access')
  const steps = sheet.getByRole('list').last().getByRole('listitem')
  await expect(steps).toHaveText([
    /Read the list again, compare with/,
    /Add 61\.135\.0\.0\/25$/,
    /Add 180\.97\.36\.11$/,
    /Remove 2 entries, 61\.135\.0\.0\/24 among them$/,
    /Read back: the list equals this change$/,
  ])
  expect(await listCalls(control, own.id)).toEqual([])

  await sheet.getByRole('button', { name: 'Apply 4 changes' }).click()
  await expect(sheet).toContainText('Read back from the cloud: 3 entries')
  // Every call with the cloud's own id.
  for (const { requestId } of await control.requests({ operation: 'AddPublicNetworkWhitelist' })) {
    await expect(sheet).toContainText(`request ${requestId}`)
  }
  await sheet.getByRole('button', { name: 'Done' }).click()
  expect(await listCalls(control, own.id)).toEqual([
    '+61.135.0.0/25',
    '+180.97.36.11',
    '-61.135.0.0/24',
    '-123.125.71.38',
  ])
  expect(await storedEntries(control, own.id)).toEqual({
    '61.135.0.0/25': 'office, floor 1',
    '180.97.36.11': 'test lab',
    '114.114.0.0/20': 'partner-y data centre',
  })
})

test('a changed description never leaves its addresses refused', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await entryRow(page, '61.135.0.0/24').dblclick()
  await page.getByRole('textbox', { name: 'Description of 61.135.0.0/24' }).fill('office egress, new line')
  await page.keyboard.press('Enter')
  await expect(entryRow(page, '61.135.0.0/24')).toContainText('new line')
  const sheet = await openReview(page)
  await expect(sheet).toContainText('Nobody gains access')
  await expect(sheet).toContainText('Nobody loses access')
  await expect(sheet).toContainText('to stand in while a description changes')
  await applyReviewed(page)
  // Two halves stand in, then the entry goes and comes back, then the halves go.
  expect(await listCalls(control, own.id)).toEqual([
    '+61.135.0.0/25',
    '+61.135.0.128/25',
    '-61.135.0.0/24',
    '+61.135.0.0/24',
    '-61.135.0.0/25',
    '-61.135.0.128/25',
  ])
  expect(await storedEntries(control, own.id)).toMatchObject({ '61.135.0.0/24': 'office egress, new line' })
})

test('going back keeps the edits', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '180.97.36.11 test lab')
  const sheet = await openReview(page)
  await sheet.getByRole('button', { name: 'Back to edits' }).click()
  await expect(sheet).toBeHidden()
  await expect(pendingBar(page)).toContainText('1 change')
  await openReview(page)
  await page.keyboard.press('Escape')
  await expect(reviewSheet(page)).toBeHidden()
  expect((await control.instance(own.id)).allowList).toEqual(list)
})

test('admitting the whole Internet wants the name of the instance typed', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  // In halves, which no search for 0.0.0.0/0 finds.
  await addToEdits(page, '0.0.0.0/1 lower half', '128.0.0.0/1 upper half')
  await expect(pendingBar(page)).toContainText('the whole Internet is admitted')
  const sheet = await openReview(page)
  await expect(sheet).toContainText('After this change the list admits 100% of all public IPv4 addresses.')
  const apply = sheet.getByRole('button', { name: 'Apply 2 changes' })
  const typed = sheet.getByLabel(`Type ${own.name} to confirm`)
  await expect(typed).toBeFocused()
  await expect(apply).toHaveAttribute('aria-disabled', 'true')
  await typed.fill('something else')
  await page.keyboard.press('Enter')
  await expect(apply).toHaveAttribute('aria-disabled', 'true')
  expect(await listCalls(control, own.id)).toEqual([])
  await typed.fill(own.name)
  await applyReviewed(page)
  expect(await listCalls(control, own.id)).toEqual(['+0.0.0.0/1', '+128.0.0.0/1'])
})

test('emptying the list of an opened endpoint wants the name typed', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({
    endpointStatus: 'opened',
    allowList: entries('61.135.0.0/24 office egress'),
  })
  await openInstance(page, own)
  await markForRemoval(page, '61.135.0.0/24')
  await expect(pendingBar(page)).toContainText('the list becomes empty')
  const sheet = await openReview(page)
  await expect(sheet).toContainText('The list becomes empty while the endpoint is not closed')
  await sheet.getByLabel(`Type ${own.name} to confirm`).fill(own.name)
  await applyReviewed(page)
  expect((await control.instance(own.id)).allowList).toEqual([])
})

test('closing the sheet does not stop what was sent', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '180.97.36.11 test lab', '180.97.36.12 test lab 2')
  await control.fault({ kind: 'latency', operation: 'AddPublicNetworkWhitelist', latencyMs: 700 })
  const sheet = await openReview(page)
  await sheet.getByRole('button', { name: 'Apply 2 changes' }).click()
  await expect(sheet.getByRole('button', { name: 'Sending' })).toHaveAttribute('aria-busy', 'true')
  await sheet.getByRole('button', { name: 'Back to edits' }).click()
  await expect(pendingBar(page)).toContainText('Sending 2 changes to the cloud')
  await expect(page.getByText(`${own.name}: 2 steps done, the list is as reviewed`)).toBeVisible()
  await expect(pendingBar(page)).toHaveCount(0)
  expect(await listCalls(control, own.id)).toEqual(['+180.97.36.11', '+180.97.36.12'])
})

test('leaving with unsent edits asks; staying keeps them', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '180.97.36.11 test lab')
  // To the other tab of the same instance and back: nothing is lost and nothing is asked.
  await page.getByRole('tab', { name: /^VPC links/ }).click()
  await page.getByRole('tab', { name: 'Access' }).click()
  await expect(pendingBar(page)).toContainText('1 change')

  await page.getByRole('link', { name: 'Activity' }).click()
  const dialog = page.getByRole('dialog', { name: `Leave ${own.name}?` })
  await expect(dialog).toContainText('1 edit is not sent. If you leave, nothing changes at the cloud.')
  await dialog.getByRole('button', { name: 'Stay' }).click()
  await expect(entryRow(page, '180.97.36.11')).toBeVisible()
  await expect(page).toHaveURL(new RegExp(own.id))

  // By closing the tab too: there the browser asks.
  const asked = page.waitForEvent('dialog')
  await page.close({ runBeforeUnload: true })
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  await expect(entryRow(page, '180.97.36.11')).toBeVisible()

  await page.getByRole('link', { name: 'Activity' }).click()
  await dialog.getByRole('button', { name: 'Discard and leave' }).click()
  await expect(page.getByRole('heading', { name: 'Activity' })).toBeVisible()
  expect((await control.instance(own.id)).allowList).toEqual(list)
})
