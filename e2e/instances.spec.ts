// All instances of all regions on one page.

import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

const table = 'Instances of all regions'

function rowsOf(page: Page): Locator {
  return page.getByRole('table', { name: table }).getByRole('row')
}

/** Opens the page with the seed's twelve instances: the list of a region is shared for two seconds, also between tests. */
async function openFleet(page: Page): Promise<Locator> {
  await page.goto('/instances')
  await expect(async () => {
    await page.reload()
    await expect(rowsOf(page)).toHaveCount(13, { timeout: 4_000 })
  }).toPass()
  return rowsOf(page)
}

test('every region stands on one page, the worst first, and a row opens its instance', async ({
  page,
  control,
}) => {
  expect(await control.instances()).toHaveLength(12)
  const rows = await openFleet(page)
  await expect(page.getByText('12 instances in 4 regions')).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/open to the world/)
  // Edge-mirror admits everybody, and preview is opened with an empty list, which nobody documents.
  await expect(rows.nth(1)).toContainText(/edge-mirror|preview/)
  await expect(rows.nth(2)).toContainText(/edge-mirror|preview/)
  const prod = rows.filter({ hasText: 'ccr-4k74gw7d' })
  await expect(prod).toContainText('Opened')
  await expect(prod).toContainText('1,284')
  await expect(rows.filter({ hasText: 'archive-2023' })).toContainText('Closed')
  await prod.getByRole('link', { name: 'prod-images' }).click()
  await expect(page.getByRole('heading', { name: 'prod-images', level: 1 })).toBeVisible()
})

test('search, filters and order narrow it and stand in the address', async ({ page }) => {
  const rows = await openFleet(page)
  await page.getByRole('searchbox', { name: 'Search instances' }).fill('prod-images')
  await expect(rows).toHaveCount(4)
  await expect(page.getByText('3 of 12 shown')).toBeVisible()
  await page.getByRole('button', { name: 'Region' }).click()
  await page.getByRole('checkbox', { name: /Suzhou/ }).click()
  await page.keyboard.press('Escape')
  await expect(rows).toHaveCount(2)
  await expect(rows.nth(1)).toContainText('prod-images-su')
  await page.reload()
  await expect(rows).toHaveCount(2)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(rows).toHaveCount(13)
  await page.getByRole('columnheader', { name: 'Instance' }).getByRole('button').click()
  await expect(rows.nth(1)).toContainText('archive-2023')
  await expect(page.getByRole('columnheader', { name: 'Instance' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByRole('searchbox', { name: 'Search instances' }).fill('no such thing')
  await expect(page.getByText('No instance matches')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Search instances' }).fill('203.0.113.9')
  await expect(page.getByText('To find the entry that admits an address, open an instance')).toBeVisible()
})

test('a region that fails is named with the cloud’s words; the others are there; trying again heals it', async ({
  page,
  control,
}) => {
  await control.fault({ kind: 'unavailable', operation: 'ListInstances', region: 'gz' })
  await page.goto('/instances')
  const strip = page.getByRole('main').getByRole('alert').filter({ hasText: 'Guangzhou could not be read' })
  // The list of a region is shared for two seconds.
  await expect(async () => {
    await page.reload()
    await expect(strip).toBeVisible({ timeout: 4_000 })
  }).toPass()
  await expect(strip).toContainText('Its instances are missing from this list.')
  await expect(strip).toContainText('The cloud says:')
  const requests = await control.requests({ operation: 'ListInstances' })
  const shown = (await strip.textContent()) ?? ''
  expect(requests.some(({ requestId, region }) => region === 'gz' && shown.includes(requestId))).toBe(true)
  const rows = rowsOf(page)
  await expect(rows).toHaveCount(10)
  await expect(page.getByText('9 instances in 3 regions')).toBeVisible()

  await control.clearFaults()
  await strip.getByRole('button', { name: 'Try again' }).click()
  await expect(strip).toHaveCount(0)
  await expect(rows).toHaveCount(13)
})

test('no region answers: that is not called empty', async ({ page, control }) => {
  await control.fault({ kind: 'unauthorized', operation: 'ListInstances' })
  await page.goto('/instances')
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('No region answered')).toBeVisible({ timeout: 4_000 })
  }).toPass()
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(4)
  await expect(page.getByText('Instances are created in the cloud’s own console')).toHaveCount(0)
})

test('regions without an instance say so', async ({ page, control }) => {
  await control.reset('empty')
  await page.goto('/instances')
  await expect(async () => {
    await page.reload()
    await expect(page.getByText('All 4 configured regions answered, and none has an instance.')).toBeVisible({
      timeout: 2_000,
    })
  }).toPass()
})

test('an instance that could not be checked says so, and is counted', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened' })
  await control.fault({ kind: 'unavailable', operation: 'GetPublicNetworkConfig', instanceId: own.id })
  await page.goto('/instances')
  const row = page.getByRole('row').filter({ hasText: own.id })
  await expect(row).toContainText('Not checked')
  await expect(page.getByText('1 instance was not checked')).toBeVisible()
})

test('our own server is silent: what was read stays under a mark that says how old it is', async ({
  page,
}) => {
  const rows = await openFleet(page)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Read again' }).click()
  const strip = page.getByRole('status').filter({ hasText: /^Last read/ })
  await expect(strip).toContainText("Drawbridge's own server did not answer.")
  await expect(rows).toHaveCount(13)
  await page.context().setOffline(false)
  await strip.getByRole('button', { name: 'Try now' }).click()
  await expect(strip).toHaveCount(0)
})

test('a moving endpoint is followed without a reload', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opening' })
  await page.goto('/instances')
  const row = page.getByRole('row').filter({ hasText: own.id })
  await expect(row).toContainText('Opening')
  await control.patchInstance(own.id, { endpointStatus: 'opened' })
  await expect(row).toContainText('Opened')
})

test('a thousand instances: few rows are drawn, and one is found', async ({ page, control }) => {
  await control.reset('generated:1000x2')
  await page.goto('/instances')
  const grid = page.getByRole('table', { name: table })
  await expect(async () => {
    await page.reload()
    await expect(grid).toHaveAttribute('aria-rowcount', /^[45]\d\d$/, { timeout: 4_000 })
  }).toPass()
  expect(await grid.getByRole('row').count()).toBeLessThan(80)
  await page.getByRole('searchbox', { name: 'Search instances' }).fill('registry-0801')
  await expect(grid.getByRole('row')).toHaveCount(2)
})

test('a viewer sees all of it; whoever is not signed in sees none', async ({ openAs, openSignedOut }) => {
  const viewer = await openAs('viewer')
  await openFleet(viewer)
  const stranger = await openSignedOut()
  await stranger.goto('/instances')
  await expect(stranger).toHaveURL(/\/sign-in/)
  expect((await stranger.request.get('/api/instances')).status()).toBe(401)
  expect((await stranger.request.get('/api/exposure')).status()).toBe(401)
})
