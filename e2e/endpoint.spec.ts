// The public endpoint: what opening and closing would do, what the cloud makes of it, and what the page says meanwhile.

import { entries, expect, test } from './fixtures.ts'
import {
  endpointCard,
  endpointSwitch,
  expectReason,
  openInstance,
  pressAnyway,
} from './parts/instance-page.ts'

const list = entries('203.0.113.0/24 office egress', '198.51.100.7 partner-x')

test('closes: says who loses access, waits for the cloud, then offers to open', async ({
  page,
  control,
  addInstance,
}) => {
  await control.setDelays({ closingMs: 90_000 })
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  const card = endpointCard(page)
  const toggle = endpointSwitch(page, own.name)
  await expect(toggle).toBeChecked()
  await expect(card).toContainText(
    'If you close it, 257 addresses lose access. No VPC link is created, so nobody can pull or push then.',
  )

  await toggle.click()
  const dialog = page.getByRole('dialog', { name: `Close the public endpoint of ${own.name}?` })
  await expect(dialog.getByRole('listitem').filter({ hasText: 'office egress' })).toContainText('256')
  await expect(dialog.getByRole('listitem').filter({ hasText: 'partner-x' })).toContainText('1')
  await dialog.getByRole('button', { name: 'Close the endpoint' }).click()

  // The thumb stays where the cloud is until the cloud has moved.
  await expect(dialog).toBeHidden()
  await expect(page.getByText('Asked the cloud to close the endpoint')).toBeVisible()
  await expect(card).toContainText('Closing')
  await expect(card).toContainText('Still reachable until the cloud says closed.')
  await expect(card.getByText(/^\d:\d\d$/)).toBeVisible()
  await expect(toggle).toBeChecked()
  await expect(toggle).toHaveAttribute('aria-busy', 'true')
  await expectReason(page, toggle, 'The endpoint is moving.')
  await pressAnyway(page, toggle)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect((await control.instance(own.id)).publicEndpoint.status).toBe('closing')

  await control.advance(90_000)
  await expect(toggle).not.toBeChecked()
  await expect(card).toContainText('If you open it, 257 addresses gain access at once.')
  expect((await control.instance(own.id)).publicEndpoint.status).toBe('closed')
  expect((await control.instance(own.id)).allowList).toEqual(list)
  const writes = await control.requests({ operation: 'UpdatePublicNetwork', instanceId: own.id })
  expect(writes.map(({ body, status }) => [JSON.parse(body), status])).toEqual([[{ action: 'close' }, 200]])
})

test('opens, and the verdict follows the cloud', async ({ page, control, addInstance }) => {
  await control.setDelays({ openingMs: 90_000 })
  const own = await addInstance({ endpointStatus: 'closed', allowList: list })
  await openInstance(page, own)
  await expect(page.getByText('If reopened, 257 public addresses could reach it.')).toBeVisible()
  const toggle = endpointSwitch(page, own.name)
  await toggle.click()
  const dialog = page.getByRole('dialog', { name: `Open the public endpoint of ${own.name}?` })
  await expect(dialog).toContainText('Who gains access')
  await dialog.getByRole('button', { name: 'Open the endpoint' }).click()
  await expect(endpointCard(page)).toContainText(
    'The cloud has not said opened yet. Count the listed addresses as admitted already.',
  )
  await expect(toggle).not.toBeChecked()
  await control.advance(90_000)
  await expect(toggle).toBeChecked()
  await expect(page.getByText('Reachable from 257 public addresses and no VPC.')).toBeVisible()
  expect((await control.instance(own.id)).publicEndpoint.status).toBe('opened')
})

test('opening to the whole Internet wants the name typed', async ({ page, control, addInstance }) => {
  const own = await addInstance({
    endpointStatus: 'closed',
    allowList: entries('0.0.0.0/1 lower', '128.0.0.0/1 upper'),
  })
  await openInstance(page, own)
  await endpointSwitch(page, own.name).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText(/The list admits \d+(\.\d)?% of all IPv4 addresses\./)
  const confirm = dialog.getByRole('button', { name: 'Open it to the world' })
  await expect(confirm).toBeDisabled()
  await dialog.getByLabel(`Type ${own.name} to confirm`).fill(own.name.slice(0, -1))
  await expect(confirm).toBeDisabled()
  await dialog.getByLabel(`Type ${own.name} to confirm`).fill(own.name)
  await confirm.click()
  await expect(endpointCard(page)).toContainText('Opening')
  expect((await control.instance(own.id)).publicEndpoint.status).toBe('opening')
})

test('an opened endpoint with an empty list is an alarm', async ({ page, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened' })
  await openInstance(page, own)
  await expect(page.getByText('Opened with an empty allow list.')).toBeVisible()
  await expect(page.getByText('The endpoint is opened and its list is empty')).toBeVisible()
})

test('a state the cloud does not document is shown as it came, and nothing is offered', async ({
  page,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'warming-up', allowList: list })
  await openInstance(page, own)
  await expect(endpointCard(page)).toContainText('warming-up')
  await expect(endpointCard(page)).toContainText('count the endpoint as opened')
  await expectReason(page, endpointSwitch(page, own.name), 'a state that is not documented')
})

test('cancelling asks the cloud nothing', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await endpointSwitch(page, own.name).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await endpointSwitch(page, own.name).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  expect(await control.requests({ operation: 'UpdatePublicNetwork' })).toEqual([])
})

test('a viewer reads why the switch is not theirs, and the API refuses them too', async ({
  openAs,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  const page = await openAs('viewer')
  await openInstance(page, own)
  const reason = 'You are signed in as viewer. Changing this needs the operator role; ask an administrator.'
  await expectReason(page, endpointSwitch(page, own.name), reason)
  await pressAnyway(page, endpointSwitch(page, own.name))
  await expect(page.getByRole('dialog')).toHaveCount(0)

  const answer = await page.request.put(`/api/instances/${own.id}/public-endpoint`, {
    data: { action: 'close' },
  })
  expect(answer.status()).toBe(403)
  expect(await answer.json()).toMatchObject({ error: { code: 'forbidden' } })
  expect(await control.requests({ operation: 'UpdatePublicNetwork' })).toEqual([])
  expect((await control.instance(own.id)).publicEndpoint.status).toBe('opened')
})
