// Coming in: right and wrong passwords, locks, return paths, and sessions that end elsewhere.

import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { type Account, inviteByApi, newPerson, redeemByApi, signInByApi } from './parts/people.ts'
import { type Role, settings } from './parts/settings.ts'

async function fillSignIn(
  page: Page,
  { email, password }: Pick<Account, 'email' | 'password'>,
): Promise<void> {
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** A new person of that role who has chosen a password. */
async function addPerson(admin: Page, role: Role, name: string): Promise<Account> {
  const person = newPerson(name)
  await redeemByApi(admin.request, await inviteByApi(admin.request, person, role), person)
  return person
}

const failed = 'Email or password is wrong, or the account is disabled.'

test('the right password leads to the instances, and signing out leads back', async ({
  page,
  openSignedOut,
}) => {
  const person = await addPerson(page, 'operator', 'Ines Insider')
  const own = await openSignedOut()
  await own.goto('/')
  await expect(own).toHaveURL(/\/sign-in\?from=/)
  await expect(own.getByText('We see you as 127.0.0.1, connected directly')).toBeVisible()
  await fillSignIn(own, person)
  await expect(own).toHaveURL(/\/instances$/)
  await own.getByRole('button', { name: 'Ines Insider operator' }).click()
  await own.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(own).toHaveURL(/\/sign-in$/)
  await own.goto('/instances')
  await expect(own).toHaveURL(/\/sign-in\?from=%2Finstances$/)
})

test('empty fields are named before anything is sent', async ({ openSignedOut }) => {
  const page = await openSignedOut()
  await page.goto('/sign-in')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByText('Type the email address of your account.')).toBeVisible()
  await expect(page.getByText('Type your password.')).toBeVisible()
  await expect(page.getByLabel('Email')).toBeFocused()
})

test('a wrong password, an unknown account and a disabled one are told in the same words', async ({
  page,
  openSignedOut,
}) => {
  const person = await addPerson(page, 'viewer', 'Dora Disabled')
  const own = await openSignedOut()
  await own.goto('/sign-in')
  await fillSignIn(own, { email: person.email, password: 'not the password' })
  await expect(own.getByRole('main').getByRole('alert')).toContainText(failed)
  const wrong = await own.getByRole('main').getByRole('alert').getByText(failed).textContent()
  await fillSignIn(own, { email: 'nobody@example.com', password: 'not the password' })
  await expect(own.getByRole('button', { name: 'Sign in' })).not.toHaveAttribute('aria-busy', 'true')
  expect(await own.getByRole('main').getByRole('alert').getByText(failed).textContent()).toBe(wrong)

  const { people } = (await (await page.request.get('/api/people')).json()) as {
    people: { id: string; email: string }[]
  }
  const id = people.find(({ email }) => email === person.email)?.id
  expect((await page.request.patch(`/api/people/${id}`, { data: { isActive: false } })).status()).toBe(200)
  await own.reload()
  await fillSignIn(own, person)
  await expect(own.getByRole('main').getByRole('alert')).toContainText(failed)
  await expect(own).toHaveURL(/\/sign-in/)
})

test('after eight wrong passwords the account waits, known or not, and an administrator ends it', async ({
  page,
  openSignedOut,
}) => {
  const person = await addPerson(page, 'viewer', 'Lou Locked')
  const own = await openSignedOut()
  for (const email of [person.email, newPerson('Never Heard').email]) {
    await own.goto('/sign-in')
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      const answer = await own.request.post('/api/auth/sign-in/email', { data: { email, password: 'wrong' } })
      expect(answer.status()).toBe(401)
    }
    // Even the right password waits now.
    await fillSignIn(own, { email, password: person.password })
    await expect(own.getByRole('main').getByRole('alert')).toContainText(
      'Too many failed sign-ins. Wait 1 minute and try again, or ask an administrator to unlock the account.',
    )
  }

  await page.goto('/people')
  const row = page.getByRole('row').filter({ hasText: person.email })
  await expect(row).toContainText('Locked')
  await row.getByRole('button', { name: 'Actions for Lou Locked' }).click()
  await page.getByRole('menuitem', { name: 'Unlock' }).click()
  await expect(row).toContainText('Active')
  await own.goto('/sign-in')
  await fillSignIn(own, person)
  await expect(own).toHaveURL(/\/instances$/)
})

test('the way leads back to where one wanted to go, and never to another site', async ({
  page,
  openSignedOut,
}) => {
  const person = await addPerson(page, 'viewer', 'Rita Return')
  const first = await openSignedOut()
  await first.goto('/instances?region=gz&sort=name-asc')
  await expect(first).toHaveURL(/\/sign-in\?from=/)
  await fillSignIn(first, person)
  await expect(first).toHaveURL(`${settings.url}/instances?region=gz&sort=name-asc`)

  for (const from of ['https://evil.example/', '//evil.example']) {
    const own = await openSignedOut()
    await own.goto(`/sign-in?from=${encodeURIComponent(from)}`)
    await fillSignIn(own, person)
    await expect(own).toHaveURL(`${settings.url}/instances`)
  }
})

test('a session that ended elsewhere leads to sign-in and back to the same page', async ({
  page,
  openSignedOut,
}) => {
  const person = await addPerson(page, 'viewer', 'Sam Session')
  const own = await openSignedOut()
  await own.goto('/sign-in')
  await fillSignIn(own, person)
  await own.getByRole('link', { name: 'Activity' }).click()
  await expect(own.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible()

  const elsewhere = await openSignedOut()
  await signInByApi(elsewhere.request, person)
  const { sessions } = (await (await elsewhere.request.get('/api/sessions')).json()) as {
    sessions: { id: string; isCurrent: boolean }[]
  }
  for (const { id, isCurrent } of sessions) {
    if (isCurrent) continue
    const ended = await elsewhere.request.delete(`/api/sessions/${id}`, { data: {} })
    expect(ended.status()).toBe(200)
  }

  await own.getByRole('searchbox').fill('anything')
  await expect(own).toHaveURL(/\/sign-in\?from=%2Factivity/)
  await fillSignIn(own, person)
  await expect(own).toHaveURL(/\/activity\?q=anything$/)
})

test('a server that is silent is said in place, and what was typed stays', async ({
  page,
  openSignedOut,
}) => {
  const person = await addPerson(page, 'viewer', 'Olga Offline')
  const own = await openSignedOut()
  await own.goto('/sign-in')
  await own.context().setOffline(true)
  await fillSignIn(own, person)
  await expect(own.getByRole('main').getByRole('alert')).toContainText(
    "Drawbridge's own server did not answer.",
  )
  await expect(own.getByLabel('Email')).toHaveValue(person.email)
  await own.context().setOffline(false)
  await own.getByRole('button', { name: 'Sign in' }).click()
  await expect(own).toHaveURL(/\/instances$/)
})

test('whoever is signed in has no business on the sign-in page', async ({ page }) => {
  await page.goto('/sign-in?from=/account')
  await expect(page).toHaveURL(/\/account$/)
})

test('another site cannot sign anybody in', async ({ openSignedOut }) => {
  const page = await openSignedOut()
  const answer = await page.request.post('/api/auth/sign-in/email', {
    data: settings.admin,
    headers: { origin: 'https://evil.example' },
  })
  expect(answer.status()).toBe(403)
  expect(await answer.json()).toMatchObject({ error: { code: 'cross_origin' } })
})
