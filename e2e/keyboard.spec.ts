// Everything by key: going places, walking through lists, editing, and leaving dialogs.

import { entries, expect, storedEntries, test } from './fixtures.ts'
import { entryRow, listCard, pendingBar, reviewSheet } from './parts/allow-list.ts'
import { endpointSwitch, openInstance } from './parts/instance-page.ts'

const list = entries(
  '61.135.0.0/24 office egress',
  '61.135.9.7 meeting room',
  '123.125.71.38 monitoring probe',
)

test('the palette opens by key, finds an instance by any of its names, and goes there', async ({ page }) => {
  await page.goto('/activity')
  await expect(page.getByRole('link', { name: /^Instances/ })).toBeVisible()
  await page.keyboard.press('ControlOrMeta+k')
  const palette = page.getByRole('dialog', { name: 'Go to an instance or page' })
  await expect(palette.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('ccr-7hx0')
  await expect(palette.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'edge-mirror', level: 1 })).toBeVisible()

  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('peop')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/people$/)
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('nothing is called that')
  await expect(palette.getByText('Nothing is called that.')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(palette).toBeHidden()
})

test('? lists the keys, and Escape closes the list at once', async ({ page }) => {
  await page.goto('/instances')
  await expect(page.getByRole('link', { name: /^Instances/ })).toBeVisible()
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keys' })
  await expect(help).toContainText('Mark the row for removal')
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  // In a field it is a character.
  await page.getByRole('searchbox').fill('')
  await page.getByRole('searchbox').press('?')
  await expect(page.getByRole('searchbox')).toHaveValue('?')
  await expect(help).toBeHidden()
})

test('instances: / searches, arrows and J K walk, Enter opens', async ({ page }) => {
  await page.goto('/instances')
  await expect(page.getByRole('link', { name: 'prod-images', exact: true })).toBeVisible()
  await page.keyboard.press('/')
  const search = page.getByRole('searchbox', { name: 'Search instances' })
  await expect(search).toBeFocused()
  await page.keyboard.type('prod-images')
  await expect(page.getByText(/^3 of \d+ shown/)).toBeVisible()
  await page.keyboard.press('ArrowDown')
  const links = page.getByRole('table').getByRole('link')
  await expect(links.nth(0)).toBeFocused()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(links.nth(2)).toBeFocused()
  await page.keyboard.press('k')
  await expect(links.nth(1)).toBeFocused()
  const name = (await links.nth(1).textContent()) ?? ''
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
})

test('the allow list: walk, select, edit, mark, undo, review and apply without a mouse', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await expect(entryRow(page, '61.135.0.0/24')).toBeVisible()
  await page.keyboard.press('j')
  await expect(entryRow(page, '61.135.0.0/24')).toBeFocused()
  await page.keyboard.press('j')
  await expect(entryRow(page, '61.135.9.7')).toBeFocused()

  await page.keyboard.press('x')
  await expect(listCard(page)).toContainText('1 of 3 selected')
  await page.keyboard.press('x')
  await expect(listCard(page)).not.toContainText('selected')

  await page.keyboard.press('e')
  const description = page.getByRole('textbox', { name: 'Description of 61.135.9.7' })
  await expect(description).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('board room')
  await page.keyboard.press('Enter')
  await expect(entryRow(page, '61.135.9.7')).toBeFocused()
  await expect(pendingBar(page)).toContainText('1 change')

  await page.keyboard.press('j')
  await page.keyboard.press('Backspace')
  await expect(
    entryRow(page, '123.125.71.38').getByRole('img', { name: 'Removed, not sent yet' }),
  ).toBeVisible()
  await expect(pendingBar(page)).toContainText('2 changes')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(pendingBar(page)).toContainText('1 change')
  await expect(page.getByRole('checkbox', { name: 'Select 123.125.71.38' })).toBeVisible()
  await page.keyboard.press('Backspace')
  await expect(pendingBar(page)).toContainText('2 changes')

  await page.keyboard.press('ControlOrMeta+Enter')
  const sheet = reviewSheet(page)
  await expect(sheet.getByRole('button', { name: 'Back to edits' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(sheet.getByRole('button', { name: 'Apply 2 changes' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(sheet.getByText('The list is as reviewed')).toBeVisible()
  await expect(sheet.getByRole('button', { name: 'Done' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(sheet).toBeHidden()
  expect(await storedEntries(control, own.id)).toEqual({
    '61.135.0.0/24': 'office egress',
    '61.135.9.7': 'board room',
  })
})

test('the search of the list: / goes in, Escape empties it, ArrowDown goes to the rows', async ({
  page,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await expect(entryRow(page, '61.135.0.0/24')).toBeVisible()
  await page.keyboard.press('/')
  const search = page.getByRole('searchbox', { name: 'Search the allow list' })
  await expect(search).toBeFocused()
  await page.keyboard.type('61.135.9.7')
  await expect(listCard(page)).toContainText('is admitted by 1 of 3 entries')
  await page.keyboard.press('ArrowDown')
  await expect(entryRow(page, '61.135.9.7')).toBeFocused()
  await page.keyboard.press('/')
  await page.keyboard.press('Escape')
  await expect(search).toHaveValue('')
})

test('the endpoint is asked to close by Space and confirmed by keys; the focus comes back', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  const toggle = endpointSwitch(page, own.name)
  await expect(toggle).toBeVisible()
  await toggle.focus()
  await page.keyboard.press('Space')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(toggle).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeVisible()
  // Never on the button that does it.
  await expect(dialog.getByRole('button', { name: 'Close the endpoint' })).not.toBeFocused()
  const confirm = dialog.getByRole('button', { name: 'Close the endpoint' })
  for (let press = 0; press < 5; press += 1) {
    await page.keyboard.press('Tab')
    if (await confirm.evaluate((element) => element === element.ownerDocument.activeElement)) break
  }
  await expect(confirm).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  expect((await control.instance(own.id)).publicEndpoint.status).toBe('closing')
})

test('the first Tab offers to skip to the content', async ({ page }) => {
  await page.goto('/instances')
  await expect(page.getByRole('link', { name: 'prod-images', exact: true })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
})

test('in a narrow window the menu opens and closes by key, and the focus comes back', async ({ page }) => {
  await page.setViewportSize({ width: 600, height: 800 })
  await page.goto('/instances')
  await expect(page.getByRole('link', { name: 'prod-images', exact: true })).toBeVisible()
  const open = page.getByRole('button', { name: 'Open the menu' })
  await open.focus()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Main' })
  await expect(sheet.getByRole('link', { name: 'Activity' })).toBeVisible()
  // The button's own tooltip leaves first.
  await expect(page.getByRole('tooltip', { includeHidden: true })).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(sheet).toBeHidden()
  await expect(open).toBeFocused()
})
