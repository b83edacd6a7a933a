// The allow list as a person works on it.

import { expect, type Locator, type Page } from '@playwright/test'

export function listCard(page: Page): Locator {
  return page.getByRole('region', { name: 'Allow list' })
}

/** The row of exactly this stored text. */
export function entryRow(page: Page, ipAddr: string): Locator {
  return page.getByRole('row').filter({ has: page.getByText(ipAddr, { exact: true }) })
}

export function pendingBar(page: Page): Locator {
  return page.getByRole('region', { name: 'Edits that are not sent' })
}

export function reviewSheet(page: Page): Locator {
  return page.getByRole('dialog', { name: /^Change the allow list of / })
}

export async function openAddForm(page: Page): Promise<Locator> {
  await listCard(page).getByRole('button', { name: 'Add', exact: true }).click()
  const form = page.getByRole('form', { name: 'Add an entry' })
  await expect(form.getByLabel('Address or CIDR')).toBeFocused()
  return form
}

/** Adds entries to the edits through the form, `address description` each. */
export async function addToEdits(page: Page, ...lines: readonly string[]): Promise<void> {
  const form = await openAddForm(page)
  for (const line of lines) {
    const [ipAddr = '', ...words] = line.split(' ')
    await form.getByLabel('Address or CIDR').fill(ipAddr)
    await form.getByLabel('Description').fill(words.join(' '))
    await form.getByRole('button', { name: 'Add to edits' }).click()
    await expect(entryRow(page, ipAddr)).toBeVisible()
  }
  await form.getByRole('button', { name: 'Close' }).click()
}

/** Marks entries for removal by their checkboxes. */
export async function markForRemoval(page: Page, ...ipAddrs: readonly string[]): Promise<void> {
  for (const ipAddr of ipAddrs) {
    await page.getByRole('checkbox', { name: `Select ${ipAddr}`, exact: true }).click()
  }
  await listCard(page)
    .getByRole('button', { name: `Remove ${ipAddrs.length}` })
    .click()
}

export async function openReview(page: Page): Promise<Locator> {
  await pendingBar(page).getByRole('button', { name: 'Review' }).click()
  await expect(reviewSheet(page)).toBeVisible()
  return reviewSheet(page)
}

/** Applies what is reviewed and waits for the list as read back. */
export async function applyReviewed(page: Page): Promise<void> {
  const sheet = reviewSheet(page)
  await sheet.getByRole('button', { name: /^Apply \d+ changes?$/ }).click()
  await expect(sheet.getByText('The list is as reviewed')).toBeVisible()
  await sheet.getByRole('button', { name: 'Done' }).click()
  await expect(sheet).toBeHidden()
  await expect(pendingBar(page)).toBeHidden()
}
