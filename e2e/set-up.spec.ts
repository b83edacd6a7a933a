// The first minutes of a console: the one-time link makes the first administrator, and nothing else does.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'
import { settings } from './parts/settings.ts'

test.use({ baseURL: settings.freshUrl, storageState: { cookies: [], origins: [] } })

// In this order on purpose: a fresh console becomes one with an administrator only once.
test('the set-up link makes the first administrator, once', async ({ page, openContext }) => {
  await test.step('before, sign-in says that nobody has an account', async () => {
    await page.goto('/instances')
    await expect(page).toHaveURL(/\/sign-in/)
    await expect(page.getByText('Nobody has an account yet.')).toBeVisible()
  })

  await test.step('without its token, or with a wrong one, the page takes nothing', async () => {
    await page.goto('/setup')
    await expect(page.getByRole('main').getByRole('alert')).toContainText('This page needs a one-time link.')
    await page.goto('/setup#token=not-a-token-that-was-ever-made')
    await page.reload()
    await expect(page.getByRole('main').getByRole('alert')).toContainText(
      'This link was used already or has ended.',
    )
    await page.getByRole('link', { name: 'Go to sign-in' }).click()
    await expect(page).toHaveURL(/\/sign-in$/)
  })

  const link = readFileSync(join(settings.dataDir, 'fresh', 'setup-link'), 'utf8').trim()
  expect(link).toMatch(new RegExp(`^${settings.freshUrl}/setup#token=`))

  await test.step('wrong input is named at its field', async () => {
    await page.goto(link)
    await page.getByRole('button', { name: 'Create the account' }).click()
    await expect(page.getByText('Type the name others should see in the activity log.')).toBeVisible()
    await expect(page.getByText('Type an email address, like mei@example.com.')).toBeVisible()
    await expect(page.getByText('That is too short. Use 12 characters or more.')).toBeVisible()
  })

  await test.step('right input signs in at once', async () => {
    await page.getByLabel('Your name').fill('First Admin')
    await page.getByLabel('Email').fill('first@example.com')
    await page.getByLabel('Password', { exact: true }).fill('a sentence to remember')
    await page.getByRole('button', { name: 'Create the account' }).click()
    await expect(page).toHaveURL(/\/instances$/)
    await expect(page.getByRole('button', { name: 'First Admin administrator' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'People' })).toBeVisible()
    const me = (await (await page.request.get('/api/me')).json()) as { role: string; email: string }
    expect(me).toMatchObject({ role: 'admin', email: 'first@example.com' })
  })

  await test.step('used again, the link is refused, by the page and by the API', async () => {
    const other = await (await openContext({ cookies: [], origins: [] })).newPage()
    await other.goto(link)
    await expect(other.getByRole('main').getByRole('alert')).toContainText(
      'This link was used already or has ended.',
    )
    const token = new URL(link).hash.replace('#token=', '')
    const again = await other.request.post('/api/setup', {
      data: { token, name: 'Second', email: 'second@example.com', password: 'a sentence to remember' },
    })
    expect(again.status()).toBe(410)
  })

  await test.step('the token travelled in no address and stands in no log', async () => {
    const token = new URL(link).hash.replace('#token=', '')
    const log = readFileSync(join(settings.dataDir, 'fresh.log'), 'utf8')
    // The start prints the link once, for the person at the terminal.
    expect(
      log.split('\n').filter((line) => line.includes(token) && line.includes('"msg":"request"')),
    ).toEqual([])
  })
})
