// Language, appearance and narrow screens.

import { expect, test } from './fixtures.ts'
import { consolePages, dress, expectNoSidewaysScroll, outerPages, visit } from './parts/pages.ts'

test('the language is switched on the spot, the page and what is typed stay', async ({ page }) => {
  await page.goto('/instances?region=gz')
  await expect(page.getByText(/^3 of \d+ shown/)).toBeVisible()
  await page.getByRole('button', { name: 'Language' }).click()
  await page.getByRole('menuitemradio', { name: '简体中文' }).click()
  await expect(page.getByRole('link', { name: /^实例/ })).toBeVisible()
  await expect(page).toHaveURL(/\/instances\?region=gz$/)
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await page.reload()
  await expect(page.getByRole('link', { name: /^实例/ })).toBeVisible()
  // Errors of the server speak it too.
  const refused = await page.request.put('/api/instances/ccr-00000000/public-endpoint', {
    data: { action: 'close' },
  })
  expect(JSON.stringify(await refused.json())).toMatch(/[\u4e00-\u9fff]/)
  await page.getByRole('button', { name: '语言' }).click()
  await page.getByRole('menuitemradio', { name: 'English' }).click()
  await expect(page.getByText(/^3 of \d+ shown/)).toBeVisible()
})

test('whoever prefers Chinese is greeted in it', async ({ browser, watch }) => {
  const context = await browser.newContext({ locale: 'zh-CN', storageState: { cookies: [], origins: [] } })
  watch.add(context)
  const page = await context.newPage()
  await page.goto('/sign-in')
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await context.close()
})

test('the appearance is switched, remembered, and follows the system when told so', async ({ page }) => {
  await page.goto('/instances')
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
  await page.emulateMedia({ colorScheme: 'light' })
  const light = await ground()
  await page.getByRole('button', { name: 'Appearance' }).click()
  await page.getByRole('menuitemradio', { name: 'Dark' }).click()
  await expect.poll(ground).not.toBe(light)
  const dark = await ground()
  await page.reload()
  expect(await ground()).toBe(dark)
  await page.getByRole('button', { name: 'Appearance' }).click()
  await page.getByRole('menuitemradio', { name: 'As the system' }).click()
  await expect.poll(ground).toBe(light)
  await page.emulateMedia({ colorScheme: 'dark' })
  await expect.poll(ground).toBe(dark)
})

for (const language of ['en', 'zh-CN'] as const) {
  test(`no page scrolls sideways on a phone in ${language}`, async ({ page, openSignedOut }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await dress(page, { language })
    for (const visited of consolePages) {
      await visit(page, visited, language)
      await expectNoSidewaysScroll(page, visited.name)
    }
    const outside = await openSignedOut()
    await outside.setViewportSize({ width: 390, height: 844 })
    await dress(outside, { language })
    for (const visited of outerPages) {
      await visit(outside, visited, language)
      await expectNoSidewaysScroll(outside, visited.name)
    }
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('the menu is a sheet that leads somewhere and closes', async ({ page }) => {
    await page.goto('/instances')
    await expect(page.getByRole('link', { name: 'prod-images', exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'Open the menu' }).tap()
    const sheet = page.getByRole('dialog', { name: 'Main' })
    await sheet.getByRole('link', { name: 'Activity' }).tap()
    await expect(page).toHaveURL(/\/activity$/)
    await expect(sheet).toBeHidden()
    await page.getByRole('button', { name: 'Open the menu' }).tap()
    await sheet.getByRole('button', { name: 'Close' }).tap()
    await expect(sheet).toBeHidden()
  })

  test('an entry is added, reviewed and applied on the small screen', async ({
    page,
    control,
    addInstance,
  }) => {
    const own = await addInstance({ endpointStatus: 'opened', allowList: [] })
    await page.goto(`/instances/${own.id}`)
    const card = page.getByRole('region', { name: 'Allow list' })
    await card.getByRole('button', { name: 'Add', exact: true }).tap()
    const form = page.getByRole('form', { name: 'Add an entry' })
    await form.getByLabel('Address or CIDR').fill('61.135.0.0/24')
    await form.getByLabel('Description').fill('office egress')
    await form.getByRole('button', { name: 'Add to edits' }).tap()
    await expect(card.getByRole('listitem').filter({ hasText: '61.135.0.0/24' })).toBeVisible()
    await page
      .getByRole('region', { name: 'Edits that are not sent' })
      .getByRole('button', { name: 'Review' })
      .tap()
    const sheet = page.getByRole('dialog', { name: /^Change the allow list of / })
    const box = await sheet.boundingBox()
    expect(box).toMatchObject({ x: 0, y: 0, width: 390, height: 844 })
    await sheet.getByRole('button', { name: 'Apply 1 change' }).tap()
    await expect(sheet.getByText('The list is as reviewed')).toBeVisible()
    await sheet.getByRole('button', { name: 'Done' }).tap()
    expect((await control.instance(own.id)).allowList).toEqual([
      { ipAddr: '61.135.0.0/24', description: 'office egress' },
    ])
  })
})
