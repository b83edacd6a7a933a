// When the cloud does not do it: its own words stand in place, and the switch stays where the endpoint is.

import { entries, expect, test } from './fixtures.ts'
import { endpointCard, endpointSwitch, openInstance, readAgain } from './parts/instance-page.ts'

const list = entries('203.0.113.0/24 office egress')

const refusals = [
  {
    kind: 'internalError',
    status: 500,
    sentence: 'The cloud did not do it: its service is not available right now.',
  },
  {
    kind: 'unavailable',
    status: 503,
    sentence: 'The cloud did not do it: its service is not available right now.',
  },
  { kind: 'unauthorized', status: 401, sentence: "The cloud refused the console's own credentials." },
] as const

// Long enough that a slow machine still finds the endpoint on its way.
test.beforeEach(({ control }) => control.setDelays({ openingMs: 90_000, closingMs: 90_000 }))

for (const { kind, status, sentence } of refusals) {
  test(`a ${status} of the cloud is shown with its words and request id, and nothing moves`, async ({
    page,
    control,
    addInstance,
  }) => {
    const own = await addInstance({ endpointStatus: 'opened', allowList: list })
    await openInstance(page, own)
    await control.fault({ kind, operation: 'UpdatePublicNetwork', instanceId: own.id })
    await endpointSwitch(page, own.name).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Close the endpoint' }).click()

    const alert = dialog.getByRole('alert')
    await expect(alert).toContainText(sentence)
    const [request] = await control.requests({ operation: 'UpdatePublicNetwork', instanceId: own.id })
    await expect(alert).toContainText(`The cloud said: ${status}`)
    await expect(alert).toContainText(`cloud request ${request?.requestId ?? 'that was never sent'}`)
    await expect(alert.getByRole('button', { name: 'Copy request ID' })).toBeVisible()
    expect((await control.instance(own.id)).publicEndpoint.status).toBe('opened')
    // A write is never repeated by itself.
    expect(await control.requests({ operation: 'UpdatePublicNetwork' })).toHaveLength(1)

    await control.clearFaults()
    await dialog.getByRole('button', { name: 'Close the endpoint' }).click()
    await expect(dialog).toBeHidden()
    await expect(endpointCard(page)).toContainText('Closing')
    expect((await control.instance(own.id)).publicEndpoint.status).toBe('closing')
  })
}

test('an answer that was lost after the change: looked up, and shown as done', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await control.fault({ kind: 'resetAfterCommit', operation: 'UpdatePublicNetwork', count: 1 })
  await endpointSwitch(page, own.name).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Close the endpoint' }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(endpointCard(page)).toContainText('Closing')
  expect((await control.instance(own.id)).publicEndpoint.status).toBe('closing')
  expect(await control.requests({ operation: 'UpdatePublicNetwork' })).toHaveLength(1)
})

test('an answer that was lost before the change: looked up, and said to be not done', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await control.fault({ kind: 'resetBeforeCommit', operation: 'UpdatePublicNetwork', count: 1 })
  await endpointSwitch(page, own.name).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Close the endpoint' }).click()
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
    "The cloud's answer was lost, and a second look shows that the change was not made. Try again.",
  )
  expect((await control.instance(own.id)).publicEndpoint.status).toBe('opened')
  expect(await control.requests({ operation: 'UpdatePublicNetwork' })).toHaveLength(1)
})

test('an answer that was lost, and nobody can look: said to be unknown, then settled by reading', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await control.fault({
    kind: 'resetAfterCommit',
    operation: 'UpdatePublicNetwork',
    count: 1,
    latencyMs: 1_500,
  })
  await endpointSwitch(page, own.name).click()
  const dialog = page.getByRole('dialog')
  await control.clearRequests()
  await dialog.getByRole('button', { name: 'Close the endpoint' }).click()
  // The read before the write works, every look after it fails.
  const reads = () => control.requests({ operation: 'GetPublicNetworkConfig', instanceId: own.id })
  await expect.poll(async () => (await reads()).length).toBeGreaterThan(0)
  await control.fault({ kind: 'unavailable', operation: 'reads', instanceId: own.id })
  await expect(dialog.getByRole('alert')).toContainText('it is not known whether the change was made')
  expect(await control.requests({ operation: 'UpdatePublicNetwork' })).toHaveLength(1)

  await control.clearFaults()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await readAgain(page)
  await expect(endpointCard(page)).toContainText('Closing')
  expect((await control.instance(own.id)).publicEndpoint.status).toBe('closing')
})

test('somebody else was faster: the refusal says what the cloud reports', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await endpointSwitch(page, own.name).click()
  await control.patchInstance(own.id, { endpointStatus: 'closed' })
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Close the endpoint' }).click()
  await expect(dialog.getByRole('alert')).toContainText(
    'The public endpoint is closed already. Nothing was sent.',
  )
  expect(await control.requests({ operation: 'UpdatePublicNetwork' })).toEqual([])
})

test('when reading fails, the last data stays under a mark, and is let go when it works again', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await expect(page.getByRole('row').filter({ hasText: '203.0.113.0/24' })).toBeVisible()
  await control.fault({ kind: 'unavailable', operation: 'reads', instanceId: own.id })
  const strip = page.getByRole('status').filter({ hasText: /^Last read/ })
  // An answer is shared for two seconds; asked again after that, the failure shows.
  await expect(async () => {
    await readAgain(page)
    await expect(strip).toBeVisible({ timeout: 4_000 })
  }).toPass()
  await expect(strip).toContainText('its service is not available right now')
  await expect(page.getByRole('row').filter({ hasText: '203.0.113.0/24' })).toBeVisible()
  await expect(page.getByText('Reachable from 256 public addresses')).toBeVisible()

  await control.clearFaults()
  await control.patchInstance(own.id, {
    allowList: entries('203.0.113.0/24 office egress', '198.51.100.7 new'),
  })
  // The page asks again by itself, too: it may be quicker than the click.
  await expect(async () => {
    if ((await strip.count()) > 0) {
      await strip.getByRole('button', { name: 'Try now' }).click({ timeout: 2_000 })
    }
    await expect(strip).toHaveCount(0, { timeout: 4_000 })
  }).toPass()
  await expect(page.getByRole('row').filter({ hasText: '198.51.100.7' })).toBeVisible()
})

test('a first read that fails says so in each place, with a way to try again', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await control.fault({ kind: 'unavailable', operation: 'GetPublicNetworkConfig', instanceId: own.id })
  await openInstance(page, own)
  const failed = page.getByRole('region', { name: 'Allow list' }).getByRole('alert')
  await expect(failed).toContainText('The allow list could not be read')
  await expect(endpointCard(page).getByRole('alert')).toContainText('its service is not available right now')
  await expect(page.getByText('Who can reach this instance is not known')).toBeVisible()
  // Unknown is not empty: nothing may be edited or switched.
  await expect(page.getByRole('switch')).toHaveCount(0)
  await expect(
    page.getByRole('region', { name: 'Allow list' }).getByRole('button', { name: 'Add' }),
  ).toHaveCount(0)

  await control.clearFaults()
  await failed.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('row').filter({ hasText: '203.0.113.0/24' })).toBeVisible()
  await endpointCard(page).getByRole('button', { name: 'Try again' }).click()
  await expect(endpointSwitch(page, own.name)).toBeVisible()
})

test('an instance that is not there says so and leads back', async ({ page, control }) => {
  await page.goto('/instances/ccr-00000000')
  await expect(page.getByText('No instance ccr-00000000')).toBeVisible()
  await page.getByRole('link', { name: 'All instances' }).last().click()
  await expect(page).toHaveURL(/\/instances$/)
  expect(await control.requests({ operation: 'GetInstanceDetail', instanceId: 'ccr-00000000' })).toEqual([])
})
