// The instance page as a person finds their way on it: by the names things have for everybody.

import { expect, type Locator, type Page } from '@playwright/test'
import type { OwnInstance } from '#e2e/fixtures.ts'

export async function openInstance(
  page: Page,
  { id, name }: Pick<OwnInstance, 'id' | 'name'>,
): Promise<void> {
  await page.goto(`/instances/${id}`)
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
}

export function endpointCard(page: Page): Locator {
  return page.getByRole('region', { name: 'Public endpoint' })
}

export function endpointSwitch(page: Page, name: string): Locator {
  return page.getByRole('switch', { name: `Public endpoint of ${name}` })
}

export function linksCard(page: Page): Locator {
  return page.getByRole('region', { name: 'VPC links' })
}

/** Asks for the present state now instead of waiting for the next poll. */
export async function readAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Read again' }).click()
}

/** The reason of a disabled control, as hovering shows it. */
export async function expectReason(page: Page, control: Locator, reason: string | RegExp): Promise<void> {
  await expect(control).toHaveAttribute('aria-disabled', 'true')
  await control.hover()
  await expect(page.getByRole('tooltip', { name: reason })).toBeVisible()
  await page.mouse.move(0, 0)
}

/** Presses a disabled control by key, as somebody would who does not believe it. */
export async function pressAnyway(page: Page, control: Locator): Promise<void> {
  await control.focus()
  await page.keyboard.press('Enter')
}
