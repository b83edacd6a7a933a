// People: an administrator adds them, they choose their own password, and roles decide what is theirs.

import { expect, test } from './fixtures.ts'
import { expectReason } from './parts/instance-page.ts'
import { inviteByApi, newPerson, redeemByApi, signInByApi } from './parts/people.ts'

for (const { role, name, can } of [
  { role: 'operator', name: 'Paul Platform', can: true },
  { role: 'viewer', name: 'Vicky Visitor', can: false },
] as const) {
  test(`an invited ${role} redeems the link in a browser of their own`, async ({
    page,
    openSignedOut,
    control,
    addInstance,
  }) => {
    const own = await addInstance({ endpointStatus: 'opened' })
    const person = newPerson(name)
    await page.goto('/people')
    await page.getByRole('button', { name: 'Add a person' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a person' })
    await dialog.getByLabel('Name').fill(person.name)
    await dialog.getByLabel('Email').fill(person.email)
    await dialog.getByRole('combobox', { name: 'Role' }).click()
    await page.getByRole('option', { name: role }).click()
    await dialog.getByRole('button', { name: 'Add and make a link' }).click()
    const shown = page.getByRole('dialog', { name: `One-time link for ${name}` })
    const link = (await shown.getByText(/\/setup#token=/).textContent()) ?? ''
    await shown.getByRole('button', { name: 'Done' }).click()
    const row = page.getByRole('row').filter({ hasText: person.email })
    await expect(row).toContainText('Invited')

    const theirs = await openSignedOut()
    await theirs.goto(link)
    await expect(theirs.getByRole('heading', { name: 'Join Drawbridge' })).toBeVisible()
    await expect(theirs.getByLabel('Email')).toHaveValue(person.email)
    await expect(theirs.getByLabel('Email')).not.toBeEditable()
    await theirs.getByLabel('Password', { exact: true }).fill(person.password)
    await theirs.getByRole('button', { name: 'Create the account' }).click()
    await expect(theirs).toHaveURL(/\/instances$/)
    await expect(theirs.getByRole('button', { name: `${name} ${role}` })).toBeVisible()

    await theirs.goto(`/instances/${own.id}`)
    const toggle = theirs.getByRole('switch', { name: `Public endpoint of ${own.name}` })
    if (can) {
      await toggle.click()
      await theirs.getByRole('dialog').getByRole('button', { name: 'Close the endpoint' }).click()
      await expect(theirs.getByRole('dialog')).toBeHidden()
      expect((await control.instance(own.id)).publicEndpoint.status).toBe('closing')
    } else {
      await expectReason(theirs, toggle, 'You are signed in as viewer.')
    }

    await page.reload()
    await expect(row).toContainText('Active')
  })
}

test('wrong input is named at its field, and an address that is taken too', async ({ page }) => {
  const person = newPerson('Twice Taken')
  await inviteByApi(page.request, person, 'viewer')
  await page.goto('/people')
  await page.getByRole('button', { name: 'Add a person' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Add and make a link' }).click()
  await expect(dialog.getByText('Type a name.')).toBeVisible()
  await expect(dialog.getByText('Type an email address, like mei@example.com.')).toBeVisible()
  await dialog.getByLabel('Name').fill('Somebody Else')
  await dialog.getByLabel('Email').fill(person.email.toUpperCase())
  await dialog.getByRole('button', { name: 'Add and make a link' }).click()
  await expect(dialog.getByText('Somebody with this email address has an account already.')).toBeVisible()
  await expect(dialog.getByLabel('Name')).toHaveValue('Somebody Else')
})

test('a role is changed and holds at once', async ({ page, openSignedOut, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened' })
  const person = newPerson('Ronja Rise')
  const theirs = await openSignedOut()
  await redeemByApi(theirs.request, await inviteByApi(page.request, person, 'viewer'), person)
  await signInByApi(theirs.request, person)
  const close = () =>
    theirs.request.put(`/api/instances/${own.id}/public-endpoint`, { data: { action: 'close' } })
  expect((await close()).status()).toBe(403)
  await page.goto('/people')
  await page.getByRole('combobox', { name: 'Role of Ronja Rise' }).click()
  await page.getByRole('option', { name: 'operator' }).click()
  await expect(page.getByRole('combobox', { name: 'Role of Ronja Rise' })).toHaveText('operator')
  await expect.poll(async () => (await close()).status()).toBe(200)
})

test('a disabled person is out at once, and comes back when enabled', async ({ page, openSignedOut }) => {
  const person = newPerson('Dan Departed')
  const theirs = await openSignedOut()
  await redeemByApi(theirs.request, await inviteByApi(page.request, person, 'operator'), person)
  await signInByApi(theirs.request, person)
  await theirs.goto('/activity')
  await expect(theirs.getByRole('heading', { name: 'Activity', level: 1 })).toBeVisible()

  await page.goto('/people')
  const row = page.getByRole('row').filter({ hasText: person.email })
  await row.getByRole('button', { name: 'Actions for Dan Departed' }).click()
  await page.getByRole('menuitem', { name: 'Disable' }).click()
  const dialog = page.getByRole('dialog', { name: 'Disable Dan Departed?' })
  await expect(dialog).toContainText('All sessions of Dan Departed end now')
  await dialog.getByRole('button', { name: 'Disable Dan Departed' }).click()
  await expect(row).toContainText('Disabled')
  await theirs.reload()
  await expect(theirs).toHaveURL(/\/sign-in/)

  await row.getByRole('button', { name: 'Actions for Dan Departed' }).click()
  await page.getByRole('menuitem', { name: 'Enable' }).click()
  await expect(row).toContainText('Active')
  await signInByApi(theirs.request, person)
})

test('a lost link is made anew, and the old one stops working', async ({ page, openSignedOut }) => {
  const person = newPerson('Nora New')
  const first = await inviteByApi(page.request, person, 'viewer')
  await page.goto('/people')
  const row = page.getByRole('row').filter({ hasText: person.email })
  await row.getByRole('button', { name: 'Actions for Nora New' }).click()
  await page.getByRole('menuitem', { name: 'New one-time link' }).click()
  const shown = page.getByRole('dialog', { name: 'One-time link for Nora New' })
  const second = (await shown.getByText(/\/setup#token=/).textContent()) ?? ''
  expect(second).not.toBe(first)
  const theirs = await openSignedOut()
  await theirs.goto(first)
  await expect(theirs.getByRole('main').getByRole('alert')).toContainText(
    'This link was used already or has ended.',
  )
  await theirs.goto('about:blank')
  await theirs.goto(second)
  await expect(theirs.getByLabel('Your name')).toHaveValue('Nora New')
})

test('nobody changes their own role or state', async ({ page }) => {
  await page.goto('/people')
  const row = page.getByRole('row').filter({ hasText: '(you)' })
  await expect(row).toContainText('Another administrator can change it.')
  await expect(row.getByRole('combobox')).toHaveCount(0)
  await row.getByRole('button', { name: /^Actions for / }).click()
  await expect(page.getByRole('menuitem', { name: /^Disable/ })).toBeDisabled()
  const me = (await (await page.request.get('/api/me')).json()) as { id: string }
  const answer = await page.request.patch(`/api/people/${me.id}`, { data: { role: 'viewer' } })
  expect(answer.ok()).toBe(false)
})

test('a server that is silent is said in place, and the change does not come later by itself', async ({
  page,
  openSignedOut,
}) => {
  const person = newPerson('Sara Silent')
  const theirs = await openSignedOut()
  await redeemByApi(theirs.request, await inviteByApi(page.request, person, 'viewer'), person)
  await page.goto('/people')
  const role = page.getByRole('combobox', { name: 'Role of Sara Silent' })
  await role.click()
  await page.context().setOffline(true)
  await page.getByRole('option', { name: 'administrator' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    "Drawbridge's own server did not answer.",
  )
  await page.context().setOffline(false)
  await page.reload()
  await expect(role).toHaveText('viewer')
})

for (const role of ['viewer', 'operator'] as const) {
  test(`people are not for a ${role}`, async ({ openAs }) => {
    const page = await openAs(role)
    await page.goto('/instances')
    await expect(page.getByRole('link', { name: 'Activity' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'People' })).toHaveCount(0)
    await page.goto('/people')
    await expect(page.getByText('Only administrators manage people')).toBeVisible()
    expect((await page.request.get('/api/people')).status()).toBe(403)
    const invited = await page.request.post('/api/people', {
      data: { ...newPerson('Mallory'), role: 'admin' },
    })
    expect(invited.status()).toBe(403)
  })
}
