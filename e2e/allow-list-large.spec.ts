// A list of a thousand entries: only what is in sight is drawn, and every way to find an entry still finds it.

import { expect, test } from './fixtures.ts'
import { entryRow, listCard, openReview, pendingBar, reviewSheet } from './parts/allow-list.ts'
import { openInstance } from './parts/instance-page.ts'

const allowList = Array.from({ length: 1_000 }, (_, at) => ({
  ipAddr: `45.${Math.floor(at / 250)}.${at % 250}.7`,
  description: `host ${at + 1}`,
}))

test('draws few rows, scrolls to the last, finds one by address, and selects all', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList })
  await openInstance(page, own)
  const table = page.getByRole('table', { name: 'Allow list' })
  await expect(table).toHaveAttribute('aria-rowcount', '1001')
  await expect(entryRow(page, '45.0.0.7')).toBeVisible()
  const rows = table.getByRole('row')
  expect(await rows.count()).toBeLessThan(80)

  await page.mouse.move(500, 600)
  await page.mouse.wheel(0, 100_000)
  await expect(entryRow(page, '45.3.249.7')).toBeInViewport()
  await expect(entryRow(page, '45.3.249.7')).toHaveAttribute('aria-rowindex', '1001')
  expect(await rows.count()).toBeLessThan(80)

  const search = page.getByRole('searchbox', { name: 'Search the allow list' })
  await search.fill('45.2.17.7')
  await expect(listCard(page)).toContainText('45.2.17.7 is admitted by 1 of 1,000 entries.')
  await expect(rows).toHaveCount(2)
  await search.fill('host 1000')
  await expect(listCard(page)).toContainText('1 of 1,000 entries match “host 1000”.')
  await search.fill('')

  await page.getByRole('checkbox', { name: 'Select all entries shown' }).click()
  await expect(listCard(page)).toContainText('1,000 of 1,000 selected')
  await page.getByRole('button', { name: 'Remove 1,000' }).click()
  await expect(pendingBar(page)).toContainText('the list becomes empty')
  await pendingBar(page).getByRole('button', { name: 'Discard' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Discard 1,000 edits' }).click()
  await expect(pendingBar(page)).toHaveCount(0)
  expect((await control.instance(own.id)).allowList).toHaveLength(1_000)
})

test('keys walk through it without losing their row', async ({ page, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList })
  await openInstance(page, own)
  await expect(entryRow(page, '45.0.0.7')).toBeVisible()
  for (let press = 0; press < 60; press += 1) await page.keyboard.press('j')
  await expect(entryRow(page, '45.0.59.7')).toBeFocused()
  await expect(entryRow(page, '45.0.59.7')).toBeInViewport()
  for (let press = 0; press < 10; press += 1) await page.keyboard.press('k')
  await expect(entryRow(page, '45.0.49.7')).toBeFocused()
})

test('two hundred are pasted and applied as one change', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: allowList.slice(0, 800) })
  await openInstance(page, own)
  await listCard(page).getByRole('button', { name: 'Paste many' }).click()
  const dialog = page.getByRole('dialog', { name: 'Paste many addresses' })
  const lines = allowList.slice(800).map(({ ipAddr, description }) => `${ipAddr},${description}`)
  await dialog.getByLabel('Addresses, one a line').fill(lines.join('\n'))
  await dialog.getByRole('button', { name: 'Add 200 to edits' }).click()
  await openReview(page)
  await expect(reviewSheet(page)).toContainText('800 entries unchanged')
  await reviewSheet(page).getByRole('button', { name: 'Apply 200 changes' }).click()
  await expect(reviewSheet(page).getByText('The list is as reviewed')).toBeVisible({ timeout: 30_000 })
  expect((await control.instance(own.id)).allowList).toEqual(allowList)
})
