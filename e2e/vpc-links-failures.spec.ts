// Links when the cloud, a rule or a right is in the way.

import type { Locator, Page } from '@playwright/test'
import { expect, type OwnInstance, test } from './fixtures.ts'
import { expectReason, linksCard, openInstance } from './parts/instance-page.ts'

const vpcId = 'vpc-1s6fwq9d3txm'
const subnetId = 'sbn-v83kd0pjq2ra'
const links = [{ vpcId, subnetId, status: 'created', ipAddress: '10.32.8.40' }]

async function fillDialog(page: Page, own: OwnInstance): Promise<Locator> {
  await openInstance(page, own)
  await linksCard(page).getByRole('button', { name: 'Add' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'VPC' }).click()
  await page.getByRole('option', { name: vpcId }).click()
  await dialog.getByRole('combobox', { name: 'Subnet' }).click()
  await page.getByRole('option', { name: subnetId }).click()
  return dialog
}

test('a cloud that is not available: its words stay in the dialog, and nothing is linked', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'closed' })
  const dialog = await fillDialog(page, own)
  await control.fault({ kind: 'unavailable', operation: 'AddVpcLink', instanceId: own.id })
  await dialog.getByRole('button', { name: 'Add the link' }).click()
  const alert = dialog.getByRole('alert')
  await expect(alert).toContainText('The cloud did not do it')
  const [request] = await control.requests({ operation: 'AddVpcLink', instanceId: own.id })
  await expect(alert).toContainText(request?.requestId ?? 'that was never sent')
  expect(await control.requests({ operation: 'AddVpcLink' })).toHaveLength(1)
  expect((await control.instance(own.id)).links).toEqual([])

  await control.clearFaults()
  await dialog.getByRole('button', { name: 'Add the link' }).click()
  await expect(dialog).toBeHidden()
  expect((await control.instance(own.id)).links).toHaveLength(1)
})

test('an answer that was lost after the link was made: looked up, and shown as done', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'closed' })
  const dialog = await fillDialog(page, own)
  await control.fault({ kind: 'resetAfterCommit', operation: 'AddVpcLink', count: 1 })
  await dialog.getByRole('button', { name: 'Add the link' }).click()
  await expect(dialog).toBeHidden()
  await expect(linksCard(page).getByRole('listitem')).toContainText('Creating')
  expect((await control.instance(own.id)).links).toHaveLength(1)
  expect(await control.requests({ operation: 'AddVpcLink' })).toHaveLength(1)
})

test('an address that was taken meanwhile is refused at its field', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'closed' })
  const dialog = await fillDialog(page, own)
  await dialog.getByRole('radio', { name: 'Use this one' }).click()
  await dialog.getByLabel('Address of the link').fill('10.32.8.77')
  await expect(dialog.getByText('free', { exact: true })).toBeVisible()
  await control.addInstance({
    id: 'ccr-elsewhere',
    name: 'elsewhere',
    region: 'bj',
    links: [{ vpcId, subnetId, status: 'created', ipAddress: '10.32.8.77' }],
  })
  await dialog.getByRole('button', { name: 'Add the link' }).click()
  await expect(dialog.getByRole('alert')).toContainText('10.32.8.77 is in use. Choose another one.')
  expect(await control.requests({ operation: 'AddVpcLink' })).toEqual([])
})

test('a link that fails at the cloud says so on its row', async ({ page, control, addInstance }) => {
  const own = await addInstance({ region: 'hkg', endpointStatus: 'closed' })
  await openInstance(page, own)
  await linksCard(page).getByRole('button', { name: 'Add' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'VPC' }).click()
  await page.getByRole('option', { name: 'vpc-h6t9lab0q4wz' }).click()
  await dialog.getByRole('combobox', { name: 'Subnet' }).click()
  await page.getByRole('option', { name: 'sbn-hl1a4b7c0d3e' }).click()
  await dialog.getByRole('button', { name: 'Add the link' }).click()
  await expect(linksCard(page).getByRole('listitem')).toContainText('Creating')
  await control.advance(20_000)
  await expect(linksCard(page).getByRole('listitem')).toContainText('Failed')
  await linksCard(page).getByRole('button', { name: 'All details' }).click()
  await expect(page.getByRole('cell', { name: 'The cloud reports failed without a reason.' })).toBeVisible()
})

test('pickers that cannot be read say so and can be asked again', async ({ page, control, addInstance }) => {
  const own = await addInstance({ region: 'su', endpointStatus: 'closed' })
  await openInstance(page, own)
  await control.fault({ kind: 'forbidden', operation: 'ListVpcs' })
  await linksCard(page).getByRole('button', { name: 'Add' }).click()
  const alert = page.getByRole('dialog').getByRole('alert')
  await expect(alert).toContainText('The VPCs could not be read')
  await control.clearFaults()
  await alert.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('dialog').getByRole('combobox', { name: 'VPC' })).toBeEnabled()
})

test('links that cannot be read are not called none', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'closed', links })
  await control.fault({ kind: 'unavailable', operation: 'ListVpcLinks', instanceId: own.id })
  await openInstance(page, own)
  await expect(linksCard(page).getByRole('alert')).toContainText('its service is not available right now')
  await expect(page.getByText('No VPC is linked')).toHaveCount(0)
  await control.clearFaults()
  await linksCard(page).getByRole('button', { name: 'Try again' }).click()
  await expect(linksCard(page).getByRole('listitem')).toContainText('10.32.8.40')
})

test('a viewer reads why links are not theirs to change, and the API refuses them too', async ({
  openAs,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'closed', links })
  const page = await openAs('viewer')
  await page.goto(`/instances/${own.id}?tab=links`)
  const reason = 'You are signed in as viewer. Changing this needs the operator role; ask an administrator.'
  await expectReason(page, page.getByRole('button', { name: 'Add link' }), reason)
  await page.getByRole('button', { name: 'Actions for the link to analytics-bj' }).click()
  const remove = page.getByRole('menuitem', { name: /^Remove link/ })
  await expect(remove).toBeDisabled()
  await expect(remove).toContainText(reason)

  const path = `/api/instances/${own.id}/vpc-links`
  const added = await page.request.post(path, {
    data: { vpcId, subnetId: 'sbn-6b4ty9r2wn8c', ipType: 'auto', autoDnsResolve: true },
  })
  const removed = await page.request.delete(path, { data: { vpcId, subnetId } })
  expect([added.status(), removed.status()]).toEqual([403, 403])
  expect((await control.instance(own.id)).links).toMatchObject(links)
})
