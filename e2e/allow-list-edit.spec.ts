// Editing, removing, selecting, searching and taking back: all of it only in the edits until it is reviewed.

import { entries, expect, storedEntries, test } from './fixtures.ts'
import {
  addToEdits,
  applyReviewed,
  entryRow,
  listCard,
  markForRemoval,
  openReview,
  pendingBar,
} from './parts/allow-list.ts'
import { expectReason, openInstance } from './parts/instance-page.ts'

const list = entries(
  '61.135.0.0/24 office egress',
  '61.135.0.7 meeting room',
  '198.51.100.9/29 typed from a ticket',
  '123.125.71.38 monitoring probe',
)

test('a description and an address are edited in place', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await entryRow(page, '123.125.71.38').dblclick()
  const description = page.getByRole('textbox', { name: 'Description of 123.125.71.38' })
  await expect(description).toBeFocused()
  await description.fill('uptime probe')
  await description.press('Enter')
  await expect(entryRow(page, '123.125.71.38')).toContainText('uptime probe')
  await expect(pendingBar(page)).toContainText('only descriptions change')

  await page.getByRole('button', { name: 'Actions for 61.135.0.7' }).click()
  await page.getByRole('menuitem', { name: 'Edit address' }).click()
  const address = page.getByRole('textbox', { name: 'Address of 61.135.0.7' })
  await address.fill('61.135.0.300')
  await address.press('Enter')
  await expect(page.getByRole('alert').filter({ hasText: '300 in 61.135.0.300 is too large' })).toBeVisible()
  await address.fill('61.135.8.7')
  await address.press('Enter')
  await expect(entryRow(page, '61.135.8.7')).toContainText('was 61.135.0.7')

  await openReview(page)
  await applyReviewed(page)
  expect(await storedEntries(control, own.id)).toEqual({
    '61.135.0.0/24': 'office egress',
    '61.135.8.7': 'meeting room',
    '198.51.100.9/29': 'typed from a ticket',
    '123.125.71.38': 'uptime probe',
  })
})

test('Escape leaves an entry as it was', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await entryRow(page, '123.125.71.38').dblclick()
  const description = page.getByRole('textbox', { name: 'Description of 123.125.71.38' })
  await description.fill('something else')
  await description.press('Escape')
  await expect(entryRow(page, '123.125.71.38')).toContainText('monitoring probe')
  await expect(pendingBar(page)).toHaveCount(0)
  expect((await control.instance(own.id)).allowList).toEqual(list)
})

test('entries are shown and removed exactly as they are stored', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await expect(entryRow(page, '198.51.100.9/29')).toContainText('means 198.51.100.8/29')
  await markForRemoval(page, '198.51.100.9/29')
  await expect(
    entryRow(page, '198.51.100.9/29').getByRole('img', { name: 'Removed, not sent yet' }),
  ).toBeVisible()
  await expect(pendingBar(page)).toContainText('“typed from a ticket” loses access')
  await openReview(page)
  await applyReviewed(page)
  await expect(entryRow(page, '198.51.100.9/29')).toHaveCount(0)
  const [call] = await control.requests({ operation: 'DeletePublicNetworkWhitelist', instanceId: own.id })
  expect(JSON.parse(call?.body ?? '')).toEqual({ items: ['198.51.100.9/29'] })
})

test('one edit is taken back, then all are discarded', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '192.0.2.1 on-call laptop')
  await markForRemoval(page, '61.135.0.7', '123.125.71.38')
  await expect(pendingBar(page)).toContainText('3 changes')
  await page.getByRole('button', { name: 'Take back the edit of 61.135.0.7' }).click()
  await expect(pendingBar(page)).toContainText('2 changes')

  await pendingBar(page).getByRole('button', { name: 'Discard' }).click()
  const dialog = page.getByRole('dialog', { name: 'Discard 2 edits?' })
  await dialog.getByRole('button', { name: 'Keep editing' }).click()
  await expect(pendingBar(page)).toContainText('2 changes')
  await pendingBar(page).getByRole('button', { name: 'Discard' }).click()
  await dialog.getByRole('button', { name: 'Discard 2 edits' }).click()
  await expect(pendingBar(page)).toHaveCount(0)
  await expect(page.getByRole('checkbox', { name: 'Select 123.125.71.38' })).toBeVisible()
  await expect(entryRow(page, '192.0.2.1')).toHaveCount(0)
  expect((await control.instance(own.id)).allowList).toEqual(list)
})

test('an address finds every entry that admits it, and says what refusing it takes', async ({
  page,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  const search = page.getByRole('searchbox', { name: 'Search the allow list' })
  const answer = listCard(page).getByRole('status')
  await search.fill('61.135.0.7')
  await expect(answer.filter({ hasText: '61.135.0.7' })).toContainText(
    '61.135.0.7 is admitted by 2 of 4 entries. Remove both to refuse it.',
  )
  await expect(page.getByRole('checkbox', { name: /^Select 61/ })).toHaveCount(2)
  await expect(page.getByRole('checkbox', { name: /^Select 123/ })).toHaveCount(0)

  // Inside a block with host bits, which no comparison of texts would find.
  await search.fill('198.51.100.12')
  await expect(answer.filter({ hasText: '198.51.100.12' })).toContainText('is admitted by 1 of 4 entries')
  await search.fill('8.8.8.8')
  await expect(answer.filter({ hasText: '8.8.8.8' })).toContainText(
    '8.8.8.8 is not admitted by any of 4 entries.',
  )
  await search.fill('61.135.0.0/16')
  await expect(answer.filter({ hasText: '61.135.0.0/16' })).toContainText('Part of 61.135.0.0/16 is listed')
  await search.fill('probe')
  await expect(answer.filter({ hasText: 'probe' })).toContainText('1 of 4 entries match “probe”.')
  await search.fill('nobody')
  await expect(page.getByText('No description holds “nobody”.')).toBeVisible()
  await page.getByRole('button', { name: 'Show all entries' }).click()
  await expect(page.getByRole('checkbox', { name: /^Select \d/ })).toHaveCount(4)
})

test('what matches a search is selected at once and removed', async ({ page, control, addInstance }) => {
  const hosts = Array.from({ length: 12 }, (_, at) => `45.113.192.${at + 10} partner-y host ${at + 1}`)
  const own = await addInstance({ endpointStatus: 'opened', allowList: [...list, ...entries(...hosts)] })
  await openInstance(page, own)
  await page.getByRole('searchbox', { name: 'Search the allow list' }).fill('partner-y')
  await page.getByRole('checkbox', { name: 'Select 45.113.192.10' }).click()
  await expect(listCard(page)).toContainText('1 of 16 selected')
  await page.getByRole('button', { name: 'Select all 12 matching' }).click()
  await expect(listCard(page)).toContainText('12 of 16 selected')
  await page.getByRole('button', { name: 'Remove 12' }).click()
  await expect(pendingBar(page)).toContainText('12 changes')
  await openReview(page)
  await applyReviewed(page)
  expect((await control.instance(own.id)).allowList).toEqual(list)
})

test('a run of entries is selected with Shift, and everything with the box in the head', async ({
  page,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await page.getByRole('checkbox', { name: 'Select 61.135.0.0/24' }).click()
  await page.getByRole('checkbox', { name: 'Select 198.51.100.9/29' }).click({ modifiers: ['Shift'] })
  await expect(listCard(page)).toContainText('3 of 4 selected')
  await page.getByRole('button', { name: 'Clear selection' }).click()
  await page.getByRole('checkbox', { name: 'Select all entries shown' }).click()
  await expect(listCard(page)).toContainText('4 of 4 selected')
})

test('entries that change nothing are counted and selected for a clean-up that nobody notices', async ({
  page,
  control,
  addInstance,
}) => {
  const flawed = entries('123.125.71.38/32 again', '10.0.0.0/8 internal')
  const own = await addInstance({ endpointStatus: 'opened', allowList: [...list, ...flawed] })
  await openInstance(page, own)
  await expect(listCard(page)).toContainText(
    '3 entries change nothing: duplicates, covered or private ranges.',
  )
  await listCard(page).getByRole('button', { name: 'Select them' }).click()
  await page.getByRole('button', { name: 'Remove 3' }).click()
  await expect(pendingBar(page)).toContainText('nobody on the Internet gains or loses')
  await openReview(page)
  await applyReviewed(page)
  expect(Object.keys(await storedEntries(control, own.id))).toHaveLength(3)
})

test('a viewer sees the list and why it is not theirs to change; the API refuses them and it is written down', async ({
  page,
  openAs,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  const viewer = await openAs('viewer')
  await openInstance(viewer, own)
  const reason = 'You are signed in as viewer. Changing this needs the operator role; ask an administrator.'
  await expect(listCard(viewer)).toContainText(reason)
  await expectReason(viewer, listCard(viewer).getByRole('button', { name: 'Add', exact: true }), reason)
  await expect(viewer.getByRole('checkbox', { name: 'Select 61.135.0.7' })).toBeDisabled()
  await entryRow(viewer, '61.135.0.7').dblclick()
  await expect(viewer.getByRole('textbox', { name: /Description of/ })).toHaveCount(0)

  const { request } = viewer
  const path = `/api/instances/${own.id}/allow-list`
  const calls = [
    await request.patch(path, { data: { add: [{ ipAddr: '8.8.8.8', description: 'sneaked in' }] } }),
    await request.post(`${path}/entries`, { data: { entries: [{ ipAddr: '8.8.8.8', description: '' }] } }),
    await request.delete(`${path}/entries`, { data: { items: ['61.135.0.7'] } }),
  ]
  expect(calls.map((answer) => answer.status())).toEqual([403, 403, 403])
  expect((await control.instance(own.id)).allowList).toEqual(list)

  await page.goto('/activity')
  await page.getByRole('searchbox').fill(own.id)
  const refused = page.getByRole('button', { name: /Vera Viewer/ })
  await expect(refused).toHaveCount(3)
  await expect(refused.first()).toContainText('Had no right to change allow lists')
})
