// The activity log: every attempt stands there with how it ended, and can be found again.

import { entries, expect, test } from './fixtures.ts'

test('a change and its outcome, with who, from where, before, after and the cloud’s request', async ({
  page,
  openAs,
  control,
  addInstance,
}) => {
  const own = await addInstance({
    endpointStatus: 'opened',
    allowList: entries('61.135.0.0/24 office egress'),
  })
  const operator = await openAs('operator')
  const answer = await operator.request.patch(`/api/instances/${own.id}/allow-list`, {
    data: { add: [{ ipAddr: '180.97.36.11', description: 'test lab' }], remove: ['61.135.0.0/24'] },
  })
  expect(answer.status()).toBe(200)
  await page.goto(`/activity?instance=${own.id}`)
  const event = page.getByRole('button', { name: /Oleg Operator/ })
  await expect(event).toHaveCount(1)
  await expect(event).toContainText(own.name)
  await expect(event).toContainText('allow list')
  await event.click()
  await expect(event).toHaveAttribute('aria-expanded', 'true')
  const details = page.getByRole('listitem').filter({ has: event })
  await expect(details).toContainText('127.0.0.1')
  await expect(details).toContainText('180.97.36.11')
  await expect(details).toContainText('61.135.0.0/24')
  const [added] = await control.requests({ operation: 'AddPublicNetworkWhitelist', instanceId: own.id })
  await expect(details).toContainText(added?.requestId ?? 'that was never sent')
  await details.getByRole('link', { name: 'Open the instance' }).click()
  await expect(page).toHaveURL(new RegExp(`/instances/${own.id}$`))
})

test('a failed change says why in the cloud’s words', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened' })
  await control.fault({ kind: 'unavailable', operation: 'UpdatePublicNetwork', instanceId: own.id })
  await page.request.put(`/api/instances/${own.id}/public-endpoint`, { data: { action: 'close' } })
  await page.goto('/activity')
  await page.getByRole('searchbox').fill(own.name)
  const event = page.getByRole('button', { name: /failed$/ })
  await expect(event).toHaveCount(1)
  await event.click()
  const [request] = await control.requests({ operation: 'UpdatePublicNetwork', instanceId: own.id })
  const details = page.getByRole('listitem').filter({ has: event })
  await expect(details).toContainText('its service is not available right now')
  await expect(details).toContainText(request?.requestId ?? 'that was never sent')
})

test('filters narrow it, stand in the address, and are cleared', async ({ page, openAs, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened' })
  const path = `/api/instances/${own.id}/public-endpoint`
  await (await openAs('viewer')).request.put(path, { data: { action: 'close' } })
  await page.request.put(path, { data: { action: 'close' } })
  await page.goto('/activity')
  await page.getByRole('searchbox').fill(own.id)
  const events = page.getByRole('listitem').getByRole('button', { name: new RegExp(`${own.id}|${own.name}`) })
  await expect(events).toHaveCount(2)
  await page.getByRole('combobox', { name: 'Outcome' }).click()
  await page.getByRole('option', { name: 'refused' }).click()
  await expect(events).toHaveCount(1)
  await expect(page).toHaveURL(/outcome=refused/)
  await page.reload()
  await expect(events).toHaveCount(1)
  await expect(events).toContainText('Vera Viewer')
  await page.getByRole('searchbox').fill('nothing is called that')
  await expect(page.getByText('Nothing matches')).toBeVisible()
  await page.getByRole('button', { name: 'Clear filters' }).first().click()
  await expect(page).toHaveURL(/\/activity$/)
})

test('earlier events are loaded on demand', async ({ page, openAs }) => {
  const viewer = await openAs('viewer')
  for (let attempt = 0; attempt < 55; attempt += 1) {
    await viewer.request.put('/api/instances/ccr-4k74gw7d/public-endpoint', { data: { action: 'close' } })
  }
  await page.goto('/activity')
  const events = page.getByRole('main').getByRole('button', { expanded: false, name: /Vera Viewer/ })
  await expect(events).toHaveCount(50)
  await page.getByRole('button', { name: 'Load earlier' }).click()
  await expect.poll(() => events.count()).toBeGreaterThanOrEqual(55)
})

test('a server that is silent is said in place, and asked again', async ({ page }) => {
  await page.goto('/activity')
  await expect(page.getByRole('main').getByRole('button', { expanded: false }).first()).toBeVisible()
  await page.context().setOffline(true)
  await page.getByRole('searchbox').fill('Oleg')
  const alert = page.getByRole('main').getByRole('alert')
  await expect(alert).toContainText("Drawbridge's own server did not answer.")
  await page.context().setOffline(false)
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(alert).toHaveCount(0)
})

test('whoever is not signed in sees none of it', async ({ openSignedOut }) => {
  const page = await openSignedOut()
  await page.goto('/activity')
  await expect(page).toHaveURL(/\/sign-in\?from=%2Factivity$/)
  expect((await page.request.get('/api/activity')).status()).toBe(401)
})
