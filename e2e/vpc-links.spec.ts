// Private links to VPCs: who gains access is said before, an address is checked before it is sent, and the status is the
// cloud's.

import type { Locator, Page } from '@playwright/test'
import { expect, type OwnInstance, test } from './fixtures.ts'
import { expectReason, linksCard, openInstance, pressAnyway } from './parts/instance-page.ts'

const vpc = { id: 'vpc-1s6fwq9d3txm', name: 'analytics-bj' }
/** 10.32.8.0/24: .2 to .33 and .200 to .209 are used. */
const subnetId = 'sbn-v83kd0pjq2ra'

async function openLinks(page: Page, own: OwnInstance): Promise<void> {
  await openInstance(page, own)
  await page.getByRole('tab', { name: /^VPC links/ }).click()
  await expect(linksCard(page).getByRole('heading', { name: 'VPC links' })).toBeVisible()
}

async function openAddDialog(page: Page, own: OwnInstance): Promise<Locator> {
  await page.getByRole('button', { name: 'Add link' }).click()
  const dialog = page.getByRole('dialog', { name: `Add a VPC link to ${own.name}` })
  await expect(dialog).toBeVisible()
  return dialog
}

async function choose(page: Page, dialog: Locator, field: 'VPC' | 'Subnet', id: string): Promise<void> {
  await dialog.getByRole('combobox', { name: field }).click()
  await page.getByRole('option', { name: id }).click()
}

test('a link with an address chosen by the cloud: creating, then created', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'closed', vpcQuota: 3 })
  await openLinks(page, own)
  await expect(linksCard(page)).toContainText('No VPC is linked.')
  await expect(linksCard(page)).toContainText('0 of 3 used')
  const dialog = await openAddDialog(page, own)
  await expect(dialog).toContainText('Choose a VPC to see who gains access.')
  await expect(dialog.getByRole('combobox', { name: 'Subnet' })).toBeDisabled()
  await choose(page, dialog, 'VPC', vpc.id)
  await expect(dialog).toContainText(
    'Hosts in analytics-bj gain private access. No public address gains or loses access. This is link 1 of 3.',
  )
  await dialog.getByRole('combobox', { name: 'Subnet' }).click()
  await expect(page.getByRole('option', { name: subnetId })).toContainText('10.32.8.0/24, 211 free')
  await page.getByRole('option', { name: subnetId }).click()
  await dialog.getByRole('button', { name: 'Add the link' }).click()
  await expect(dialog).toBeHidden()

  const row = page.getByRole('row').filter({ hasText: vpc.id })
  await expect(row).toContainText('Creating')
  await expect(row).toContainText(/by admin$/)
  await expect(row).toContainText('automatic')
  const [link] = (await control.instance(own.id)).links
  expect(link).toMatchObject({
    vpcId: vpc.id,
    subnetId,
    status: 'creating',
    ipType: 'auto',
    autoDnsResolve: true,
  })

  await control.advance(20_000)
  await expect(row).toContainText('Created')
  await expect(row).toContainText('10.32.8.34')
  await expect(page.getByText('Should resolve to 10.32.8.34 in analytics-bj.')).toBeVisible()
  expect((await control.instance(own.id)).links).toMatchObject([
    { status: 'created', ipAddress: '10.32.8.34' },
  ])
})

const refused = [
  ['10.32.8.20', '10.32.8.20 is in use. Choose another one.'],
  ['10.32.9.20', '10.32.9.20 is not in the subnet 10.32.8.0/24. Choose one from'],
  ['10.32.8.0', '10.32.8.0 is the network address of 10.32.8.0/24. Choose a later one.'],
  ['10.32.8.1', '10.32.8.1 is the gateway of 10.32.8.0/24 by the usual rule. Choose a later one.'],
  ['10.32.8.255', '10.32.8.255 is the broadcast address of 10.32.8.0/24. Choose an earlier one.'],
  ['10.32.8.0/28', '10.32.8.0/28 is a block. A link takes one address of the subnet, without a mask.'],
  ['10.32.8', '10.32.8 has fewer than four numbers.'],
] as const

test('an address of one’s own: wrong ones are refused with the reason, a free one is taken', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'closed', vpcQuota: 3 })
  await openLinks(page, own)
  const dialog = await openAddDialog(page, own)
  await choose(page, dialog, 'VPC', vpc.id)
  await choose(page, dialog, 'Subnet', subnetId)
  await dialog.getByRole('radio', { name: 'Use this one' }).click()
  const field = dialog.getByLabel('Address of the link')
  for (const [typed, sentence] of refused) {
    await field.fill(typed)
    await field.press('Tab')
    await expect(dialog.getByRole('alert')).toContainText(sentence)
    await dialog.getByRole('button', { name: 'Add the link' }).click()
    await expect(dialog).toBeVisible()
  }
  expect(await control.requests({ operation: 'AddVpcLink' })).toEqual([])

  await field.fill('10.32.8.77')
  await expect(dialog.getByText('free', { exact: true })).toBeVisible()
  await dialog.getByRole('switch', { name: 'Resolve the internal domain in this VPC' }).click()
  await dialog.getByRole('button', { name: 'Add the link' }).click()
  await expect(dialog).toBeHidden()
  const [request] = await control.requests({ operation: 'AddVpcLink', instanceId: own.id })
  expect(JSON.parse(request?.body ?? '')).toMatchObject({
    vpcID: vpc.id,
    subnetID: subnetId,
    ipType: 'manual',
    ipAddress: '10.32.8.77',
    autoDnsResolve: false,
  })
  await control.advance(20_000)
  await expect(page.getByRole('row').filter({ hasText: vpc.id })).toContainText('10.32.8.77')
  await expect(page.getByRole('row').filter({ hasText: vpc.id })).toContainText('manual')
})

test('nothing is sent without a VPC and a subnet; linked and full subnets cannot be chosen', async ({
  page,
  control,
  addInstance,
}) => {
  const links = [{ vpcId: vpc.id, subnetId, status: 'created', ipAddress: '10.32.8.40' }]
  const own = await addInstance({ endpointStatus: 'closed', vpcQuota: 3, links })
  await openLinks(page, own)
  const dialog = await openAddDialog(page, own)
  await dialog.getByRole('button', { name: 'Add the link' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('Choose a VPC.')
  await choose(page, dialog, 'VPC', vpc.id)
  await dialog.getByRole('button', { name: 'Add the link' }).click()
  await expect(dialog.getByRole('alert')).toHaveText('Choose a subnet.')
  await dialog.getByRole('combobox', { name: 'Subnet' }).click()
  await expect(page.getByRole('option', { name: subnetId })).toContainText('already linked')
  await expect(page.getByRole('option', { name: subnetId })).toBeDisabled()
  await page.keyboard.press('Escape')
  await choose(page, dialog, 'VPC', 'vpc-h7wn05vp3k6a')
  await dialog.getByRole('combobox', { name: 'Subnet' }).click()
  await expect(page.getByRole('option', { name: 'sbn-5tq2ze8y1kcd' })).toContainText('none free')
  await expect(page.getByRole('option', { name: 'sbn-5tq2ze8y1kcd' })).toBeDisabled()
  expect(await control.requests({ operation: 'AddVpcLink' })).toEqual([])
})

test('removing says who loses access, and the link goes when the cloud says so', async ({
  page,
  control,
  addInstance,
}) => {
  const links = [{ vpcId: vpc.id, subnetId, status: 'created', ipAddress: '10.32.8.40' }]
  const own = await addInstance({ endpointStatus: 'closed', links })
  await openLinks(page, own)
  await page.getByRole('button', { name: 'Actions for the link to analytics-bj' }).click()
  await page.getByRole('menuitem', { name: 'Remove link' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove the link to analytics-bj?' })
  await expect(dialog).toContainText(`Hosts in analytics-bj lose private access to ${own.name}.`)
  await expect(dialog).toContainText('It is the only created link, and the public endpoint is closed')
  await dialog.getByRole('button', { name: 'Remove the link' }).click()
  await expect(dialog).toBeHidden()
  const row = page.getByRole('row').filter({ hasText: vpc.id })
  await expect(row).toContainText('Deleting')
  expect((await control.instance(own.id)).links).toMatchObject([{ status: 'deleting' }])
  await page.getByRole('button', { name: 'Actions for the link to analytics-bj' }).click()
  await expect(page.getByRole('menuitem', { name: /^Remove link/ })).toBeDisabled()
  await page.keyboard.press('Escape')
  await control.advance(8_000)
  await expect(row).toHaveCount(0)
  expect((await control.instance(own.id)).links).toEqual([])
})

test('a full quota is counted, and the button says why it waits', async ({ page, addInstance }) => {
  const links = [{ vpcId: vpc.id, subnetId, status: 'created', ipAddress: '10.32.8.40' }]
  const own = await addInstance({ endpointStatus: 'closed', vpcQuota: 1, links })
  await openLinks(page, own)
  await expect(linksCard(page)).toContainText('1 of 1 used')
  const add = page.getByRole('button', { name: 'Add link' })
  await expectReason(
    page,
    add,
    'All 1 links of this instance are used. Remove one, or ask the cloud for a higher quota.',
  )
  await pressAnyway(page, add)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a failed link says what is known of the cause; an unknown word is shown as it came', async ({
  page,
  addInstance,
}) => {
  const links = [
    { vpcId: 'vpc-h7wn05vp3k6a', subnetId: 'sbn-5tq2ze8y1kcd', status: 'failed', ipAddress: '' },
    { vpcId: vpc.id, subnetId, status: 'migrating', ipAddress: '10.32.8.40' },
  ]
  const own = await addInstance({ endpointStatus: 'closed', links })
  await openLinks(page, own)
  await expect(page.getByRole('row').filter({ hasText: 'vpc-h7wn05vp3k6a' })).toContainText('Failed')
  await expect(
    page.getByRole('cell', { name: 'A failed link cannot be retried: remove it and add it again.' }),
  ).toContainText('Subnet sbn-5tq2ze8y1kcd has no free address left')
  await expect(page.getByRole('row').filter({ hasText: vpc.id })).toContainText('migrating')
  await expect(page.getByRole('cell', { name: 'This word of the cloud is not documented' })).toBeVisible()
  await expect(linksCard(page)).toContainText('0 created, 0 in motion, 1 failed')
})
