// axe on every page and main state, light and dark, in both languages. What a machine can find must not be there; nor
// may a page be wider than the screen.

import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { entries, expect, test } from './fixtures.ts'
import { addToEdits, entryRow, listCard, openReview } from './parts/allow-list.ts'
import { endpointSwitch, openInstance, readAgain } from './parts/instance-page.ts'
import { consolePages, dress, expectNoSidewaysScroll, outerPages, visit } from './parts/pages.ts'

async function expectAccessible(page: Page, what: string): Promise<void> {
  // What is still fading in has not its own colours yet.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((each) => each.finished)))
  // No frames here, so no second page is needed to put their findings together.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)}: ${node.failureSummary ?? ''}`),
  )
  expect(found, what).toEqual([])
}

test.use({ contextOptions: { reducedMotion: 'reduce' } })

for (const language of ['en', 'zh-CN'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`every page, ${theme}, ${language}`, async ({ page, openSignedOut }) => {
      await dress(page, { language, theme })
      for (const visited of consolePages) {
        await visit(page, visited, language)
        await expectAccessible(page, visited.name)
        await expectNoSidewaysScroll(page, visited.name)
      }
      const outside = await openSignedOut()
      await dress(outside, { language, theme })
      for (const visited of outerPages) {
        await visit(outside, visited, language)
        await expectAccessible(outside, visited.name)
        await expectNoSidewaysScroll(outside, visited.name)
      }
    })
  }
}

const list = entries(
  '61.135.0.0/24 office egress',
  '61.135.0.7 meeting room',
  '198.51.100.9/29 typed from a ticket',
  '10.0.0.0/8 internal',
  '123.125.71.38',
)

for (const theme of ['light', 'dark'] as const) {
  test(`the allow list at work, ${theme}`, async ({ page, addInstance }) => {
    const own = await addInstance({ endpointStatus: 'opened', allowList: list })
    await dress(page, { theme })
    await openInstance(page, own)
    await addToEdits(page, '0.0.0.0/1 lower half')
    await page.getByRole('checkbox', { name: 'Select 61.135.0.7' }).click()
    await expectAccessible(page, 'added and selected')
    await page.getByRole('button', { name: 'Remove 1', exact: true }).click()
    await entryRow(page, '198.51.100.9/29').dblclick()
    await expectAccessible(page, 'editing')
    await page.keyboard.press('Escape')
    await listCard(page).getByRole('button', { name: 'Add', exact: true }).click()
    await page.getByLabel('Address or CIDR').fill('010.0.0.1')
    await page.getByLabel('Address or CIDR').press('Tab')
    await page.getByRole('searchbox', { name: 'Search the allow list' }).fill('61.135.0.7')
    await expectAccessible(page, 'an error and an answer')
    await page.getByRole('searchbox', { name: 'Search the allow list' }).fill('')
    await listCard(page).getByRole('button', { name: 'Paste many' }).click()
    await page.getByLabel('Addresses, one a line').fill('192.0.2.1 good\n1.2.3.4/33 bad')
    await expect(page.getByRole('dialog')).toContainText('1 item left out')
    await expectAccessible(page, 'pasting')
    await page.keyboard.press('Escape')
    const sheet = await openReview(page)
    await expectAccessible(page, 'the review with a guard')
    await sheet.getByLabel(`Type ${own.name} to confirm`).fill(own.name)
    await sheet.getByRole('button', { name: /^Apply/ }).click()
    await expect(sheet.getByText('The list is as reviewed')).toBeVisible()
    await expectAccessible(page, 'the review when done')
  })

  test(`dialogs, menus and the palette, ${theme}`, async ({ page, control, addInstance }) => {
    await control.setDelays({ closingMs: 90_000 })
    const links = [
      { vpcId: 'vpc-h7wn05vp3k6a', subnetId: 'sbn-5tq2ze8y1kcd', status: 'failed', ipAddress: '' },
      {
        vpcId: 'vpc-1s6fwq9d3txm',
        subnetId: 'sbn-v83kd0pjq2ra',
        status: 'migrating',
        ipAddress: '10.32.8.40',
      },
    ]
    const own = await addInstance({ endpointStatus: 'opened', allowList: list, links })
    await dress(page, { theme })
    await openInstance(page, own)
    await endpointSwitch(page, own.name).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page, 'closing the endpoint')
    await page.getByRole('dialog').getByRole('button', { name: 'Close the endpoint' }).click()
    await expect(endpointSwitch(page, own.name)).toHaveAttribute('aria-busy', 'true')
    await expectAccessible(page, 'a moving endpoint')

    await page.getByRole('tab', { name: /^VPC links/ }).click()
    await page.getByRole('button', { name: 'Add link' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Add the link' }).click()
    await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible()
    await expectAccessible(page, 'adding a link')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Actions for the link to legacy-dc/ }).click()
    await expectAccessible(page, 'a menu')
    await page.getByRole('menuitem', { name: 'Remove link' }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectAccessible(page, 'removing a link')
    await page.keyboard.press('Escape')

    await page.keyboard.press('ControlOrMeta+k')
    await expect(page.getByRole('option').first()).toBeVisible()
    await expectAccessible(page, 'the palette')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    await expectAccessible(page, 'the keys')

    await page.goto('/people')
    await page.getByRole('button', { name: 'Add a person' }).click()
    await page.getByRole('button', { name: 'Add and make a link' }).click()
    await expect(page.getByText('Type a name.')).toBeVisible()
    await expectAccessible(page, 'adding a person')
  })

  test(`failures and empty places, ${theme}`, async ({ page, openAs, control, addInstance }) => {
    const own = await addInstance({ endpointStatus: 'opened', allowList: list })
    const empty = await addInstance({ endpointStatus: 'opened' })
    await dress(page, { theme })
    await openInstance(page, empty)
    await expectAccessible(page, 'an empty list that is open')
    await openInstance(page, own)
    await expect(entryRow(page, '10.0.0.0/8')).toBeVisible()
    await control.fault({ kind: 'forbidden', operation: 'reads', instanceId: own.id })
    await control.fault({ kind: 'forbidden', operation: 'ListInstances', region: 'gz' })
    await expect(async () => {
      await readAgain(page)
      await expect(page.getByText(/^Last read/)).toBeVisible({ timeout: 4_000 })
    }).toPass()
    await expectAccessible(page, 'stale')
    await page.goto('/instances')
    await expect(page.getByText('Guangzhou could not be read')).toBeVisible()
    await expect(page.getByText('Not checked').first()).toBeVisible()
    await expectAccessible(page, 'a region that failed')
    await page.goto(`/instances/${own.id}`)
    await expect(page.getByRole('heading', { name: `Instance ${own.id} could not be read` })).toBeVisible()
    await expectAccessible(page, 'an instance that failed')
    await control.clearFaults()
    await page.goto('/instances/ccr-00000000')
    await expect(page.getByRole('heading', { name: 'No instance ccr-00000000' })).toBeVisible()
    await expectAccessible(page, 'an instance that is not there')
    await page.goto('/nowhere')
    await expect(page.getByText('There is no such page')).toBeVisible()
    await expectAccessible(page, 'no such page')

    const viewer = await openAs('viewer')
    await dress(viewer, { theme })
    await openInstance(viewer, own)
    await expect(entryRow(viewer, '10.0.0.0/8')).toBeVisible()
    await expectAccessible(viewer, 'a viewer’s page')
    await viewer.goto('/people')
    await expect(viewer.getByText('Only administrators manage people')).toBeVisible()
    await expectAccessible(viewer, 'people, forbidden')
  })
}
