// One's own account: password, sessions, language and appearance.

import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { type Account, inviteByApi, newPerson, redeemByApi, signInByApi } from './parts/people.ts'

async function signedInPerson(admin: Page, theirs: Page, name: string): Promise<Account> {
  const person = newPerson(name)
  await redeemByApi(theirs.request, await inviteByApi(admin.request, person, 'viewer'), person)
  await signInByApi(theirs.request, person)
  return person
}

test('the password is changed: other sessions end, only the new one opens', async ({
  page,
  openSignedOut,
}) => {
  const theirs = await openSignedOut()
  const person = await signedInPerson(page, theirs, 'Cora Change')
  const phone = await openSignedOut()
  await signInByApi(phone.request, person)
  await theirs.goto('/account')
  await theirs.getByLabel('Current password').fill(person.password)
  await theirs.getByLabel('New password', { exact: true }).fill('quite another sentence')
  await theirs.getByRole('button', { name: 'Change the password' }).click()
  await expect(theirs.getByText('Changed the password and ended your other sessions')).toBeVisible()
  expect((await phone.request.get('/api/me')).status()).toBe(401)
  expect((await theirs.request.get('/api/me')).status()).toBe(200)
  await signInByApi(phone.request, { email: person.email, password: 'quite another sentence' })
})

test('a wrong current password and a short new one are named, and nothing changes', async ({
  page,
  openSignedOut,
}) => {
  const theirs = await openSignedOut()
  const person = await signedInPerson(page, theirs, 'Wilma Wrong')
  await theirs.goto('/account')
  await theirs.getByRole('button', { name: 'Change the password' }).click()
  await expect(theirs.getByText('Type your current password.')).toBeVisible()
  await theirs.getByLabel('Current password').fill('not the password')
  await theirs.getByLabel('New password', { exact: true }).fill('short')
  await theirs.getByRole('button', { name: 'Change the password' }).click()
  await expect(theirs.getByText('That is too short. Use 12 characters or more.')).toBeVisible()
  await theirs.getByLabel('New password', { exact: true }).fill('quite another sentence')
  await theirs.getByRole('button', { name: 'Change the password' }).click()
  await expect(theirs.getByText('The current password is wrong. Nothing was changed.')).toBeVisible()
  await signInByApi(theirs.request, person)
})

test('sessions are listed and ended', async ({ page, openSignedOut }) => {
  const theirs = await openSignedOut()
  const person = await signedInPerson(page, theirs, 'Elsa Everywhere')
  const phone = await openSignedOut()
  await signInByApi(phone.request, person)
  await theirs.goto('/account')
  await expect(theirs.getByText('(this one)')).toBeVisible()
  await theirs.getByRole('button', { name: /^End the session/ }).click()
  await expect(theirs.getByRole('button', { name: /^End the session/ })).toHaveCount(0)
  expect((await phone.request.get('/api/me')).status()).toBe(401)
})

test('a server that is silent is said in place', async ({ page, openSignedOut }) => {
  const theirs = await openSignedOut()
  const person = await signedInPerson(page, theirs, 'Otto Offline')
  const phone = await openSignedOut()
  await signInByApi(phone.request, person)
  await theirs.goto('/account')
  const end = theirs.getByRole('button', { name: /^End the session/ })
  await expect(end).toBeVisible()
  await theirs.context().setOffline(true)
  await end.click()
  await expect(theirs.getByRole('main').getByRole('alert').first()).toContainText(
    "Drawbridge's own server did not answer.",
  )
  expect((await phone.request.get('/api/me')).status()).toBe(200)
})

test('nobody ends the session of somebody else', async ({ page, openSignedOut, openAs }) => {
  const theirs = await openSignedOut()
  await signedInPerson(page, theirs, 'Vic Victim')
  const { sessions } = (await (await theirs.request.get('/api/sessions')).json()) as {
    sessions: { id: string }[]
  }
  const viewer = await openAs('viewer')
  const answer = await viewer.request.delete(`/api/sessions/${sessions[0]?.id}`, { data: {} })
  expect(answer.status()).toBe(404)
  expect((await theirs.request.get('/api/me')).status()).toBe(200)
})

test('the account page is for the signed-in only', async ({ openSignedOut }) => {
  const page = await openSignedOut()
  await page.goto('/account')
  await expect(page).toHaveURL(/\/sign-in\?from=%2Faccount$/)
  expect((await page.request.get('/api/sessions')).status()).toBe(401)
})
