// The pictures of the README and the documentation, taken anew on every run into E2E_SCREENSHOTS_DIR; `npm run
// screenshots` puts them where they are read. They show the seed's fleet, which no test changes.

import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { addToEdits, markForRemoval, openReview } from './parts/allow-list.ts'
import { openInstance } from './parts/instance-page.ts'
import { consolePages, dress, outerPages, visit } from './parts/pages.ts'
import { settings } from './parts/settings.ts'

test.use({ viewport: { width: 1440, height: 1000 }, contextOptions: { reducedMotion: 'reduce' } })

const prodImages = { id: 'ccr-4k74gw7d', name: 'prod-images' }

async function take(page: Page, name: string): Promise<void> {
  // Nothing hovered, nothing focused, every font there.
  await page.mouse.move(0, 0)
  await page.evaluate(() => document.fonts.ready)
  const path = join(settings.screenshotsDir, `${name}.png`)
  const picture = await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  expect(picture.length).toBeGreaterThan(10_000)
}

for (const { name, path, drawn } of consolePages.filter((each) => !each.name.startsWith('instance-'))) {
  test(`${name} @screenshot`, async ({ page }) => {
    await dress(page, { theme: 'light' })
    await visit(page, { name, path, drawn }, 'en')
    await expect(page.getByText('Not checked')).toHaveCount(0)
    await take(page, name)
  })
}

for (const { name, language, theme } of [
  { name: 'instance', language: 'en', theme: 'light' },
  { name: 'instance-dark', language: 'en', theme: 'dark' },
  { name: 'instance-zh', language: 'zh-CN', theme: 'light' },
] as const) {
  test(`${name} @screenshot`, async ({ page }) => {
    await dress(page, { language, theme })
    await openInstance(page, prodImages)
    await expect(page.getByRole('checkbox', { name: /192\.0\.2\.77/ })).toBeVisible()
    await take(page, name)
  })
}

test('vpc-links @screenshot', async ({ page }) => {
  const links = consolePages.find(({ name }) => name === 'instance-links')
  if (links === undefined) throw new Error('The page of the links is not listed.')
  await visit(page, links, 'en')
  await take(page, 'vpc-links')
})

test('review @screenshot', async ({ page }) => {
  await openInstance(page, prodImages)
  await addToEdits(page, '61.135.24.0/22 new office')
  await markForRemoval(page, '198.51.100.0/24', '220.181.108.178/32')
  await openReview(page)
  await take(page, 'review')
})

test('sign-in @screenshot', async ({ openSignedOut }) => {
  const page = await openSignedOut()
  const [signIn] = outerPages
  if (signIn === undefined) throw new Error('The sign-in page is not listed.')
  await visit(page, signIn, 'en')
  await take(page, 'sign-in')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 })

  test('instance-mobile @screenshot', async ({ page }) => {
    await openInstance(page, prodImages)
    await expect(page.getByText('Reachable from 1,284 public addresses')).toBeVisible()
    await take(page, 'instance-mobile')
  })
})
