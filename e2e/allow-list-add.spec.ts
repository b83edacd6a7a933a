// Adding entries: what is wrong with an address is said in words with the way to put it right, before anything is sent.

import { entries, expect, test } from './fixtures.ts'
import {
  addToEdits,
  applyReviewed,
  entryRow,
  listCard,
  openAddForm,
  openReview,
  pendingBar,
} from './parts/allow-list.ts'
import { openInstance } from './parts/instance-page.ts'

const list = entries('203.0.113.0/24 office egress', '198.51.100.7 partner-x')

test('adds an entry: nothing is sent before the review, then the cloud has it', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await addToEdits(page, '192.0.2.0/25 edge POP')
  await expect(entryRow(page, '192.0.2.0/25').getByRole('img', { name: 'Added, not sent yet' })).toBeVisible()
  await expect(listCard(page)).toContainText('2 entries, 3 after your edits')
  await expect(pendingBar(page)).toContainText('128 addresses gain access')
  expect(await control.requests({ operation: 'AddPublicNetworkWhitelist' })).toEqual([])
  expect((await control.instance(own.id)).allowList).toEqual(list)

  await openReview(page)
  await applyReviewed(page)
  expect((await control.instance(own.id)).allowList).toEqual([...list, ...entries('192.0.2.0/25 edge POP')])
  await expect(entryRow(page, '192.0.2.0/25').getByRole('checkbox')).toBeVisible()
})

const wrong = [
  [
    '192.168.0.1/24',
    'is one address inside a block. Write 192.168.0.0/24 for the whole block',
    '192.168.0.0/24',
  ],
  ['010.0.0.1', 'has a leading zero. Write 8.0.0.1 or 10.0.0.1, whichever you mean.', null],
  ['1.2.3.0/33', '/33 in 1.2.3.0/33 is not a prefix length. It goes from /0, every address, to /32', null],
  ['2001:db8::1', 'is IPv6. The allow list takes IPv4 only', null],
  ['::ffff:203.0.113.9', 'is an IPv4 address written as IPv6. Write the IPv4 part alone.', '203.0.113.9'],
  ['198.51.100.7', 'is already in the list. To change its description, edit that entry.', null],
  [
    '203.0.113.0/255.255.255.0',
    'has a netmask. Write 203.0.113.0/24, which says the same.',
    '203.0.113.0/24',
  ],
  ['300.1.1.1', '300 in 300.1.1.1 is too large. Each of the four numbers goes from 0 to 255.', null],
  ['office.example.com', 'is a name. The allow list takes addresses only', null],
  ['10.0.0.1-10.0.0.9', 'is a range. Write it as blocks', null],
  ['1.2.3', 'has fewer than four numbers.', null],
] as const

test('wrong addresses are explained when the field is left, and nothing is taken over', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  const form = await openAddForm(page)
  const field = form.getByLabel('Address or CIDR')
  for (const [typed, sentence, suggestion] of wrong) {
    await field.fill(typed)
    await expect(form.getByRole('alert'), 'half an address is no mistake').toHaveCount(0)
    await field.press('Tab')
    await expect(form.getByRole('alert')).toContainText(sentence)
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await form.getByRole('button', { name: 'Add to edits' }).click()
    await expect(field).toBeFocused()
    const fix = form.getByRole('button', { name: /^Use / })
    if (suggestion === null) await expect(fix).toHaveCount(0)
    else await expect(fix).toHaveAccessibleName(`Use ${suggestion}`)
  }
  await expect(pendingBar(page)).toHaveCount(0)
  expect((await control.instance(own.id)).allowList).toEqual(list)
})

test('host bits are put right by one click', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  const form = await openAddForm(page)
  await form.getByLabel('Address or CIDR').fill('61.135.7.9/24')
  await form.getByLabel('Description').fill('edge POP')
  await form.getByRole('button', { name: 'Use 61.135.7.0/24' }).click()
  await expect(form.getByLabel('Address or CIDR')).toHaveValue('61.135.7.0/24')
  await expect(form).toContainText('256 addresses')
  await form.getByRole('button', { name: 'Add to edits' }).click()
  await openReview(page)
  await applyReviewed(page)
  expect((await control.instance(own.id)).allowList).toContainEqual({
    ipAddr: '61.135.7.0/24',
    description: 'edge POP',
  })
})

const doubtful = [
  ['10.1.2.0/24', 'is private (10.0.0.0/8'],
  ['192.0.2.0/24', 'is set aside for examples (192.0.2.0/24, RFC 5737).'],
  ['61.135.7.9', '61.135.7.0/24 already admits 61.135.7.9, so adding it lets nobody else in.'],
  ['123.125.71.38/32', '123.125.71.38 is already in the list and means the same'],
  ['123.125.71.0/24', 'lies inside 123.125.71.0/24 and is no longer needed'],
  ['11.0.0.0/8', 'admits 16,777,216 addresses. Make sure that all of them are meant.'],
  ['0.0.0.0/0', 'admits every IPv4 address: anyone on the Internet can then reach this registry.'],
] as const

test('what can be sent and is seldom meant is said while it is typed', async ({ page, addInstance }) => {
  const allowList = entries('61.135.7.0/24 office egress', '123.125.71.38 monitoring probe')
  const own = await addInstance({ endpointStatus: 'opened', allowList })
  await openInstance(page, own)
  const form = await openAddForm(page)
  for (const [typed, sentence] of doubtful) {
    await form.getByLabel('Address or CIDR').fill(typed)
    await expect(form).toContainText(sentence)
    await expect(form.getByRole('alert')).toHaveCount(0)
  }
})

test('the own address is offered, or why it cannot be', async ({ page, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  const form = await openAddForm(page)
  await expect(form.getByRole('button', { name: 'Add my address, 127.0.0.1' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

test('an empty list asks for its first entry', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'closed' })
  await openInstance(page, own)
  await expect(listCard(page)).toContainText(
    'The list is empty and the endpoint is closed. Nobody is admitted.',
  )
  await listCard(page).getByRole('button', { name: 'Add an entry' }).click()
  const form = page.getByRole('form', { name: 'Add an entry' })
  await form.getByLabel('Address or CIDR').fill('203.0.113.0/24')
  await form.getByLabel('Description').fill('office egress')
  await page.keyboard.press('Enter')
  await openReview(page)
  await applyReviewed(page)
  expect((await control.instance(own.id)).allowList).toEqual(entries('203.0.113.0/24 office egress'))
})

test('a description is text, whatever it holds', async ({ page, control, addInstance }) => {
  const hostile = '<img src=x onerror="document.title=\'taken\'">'
  const own = await addInstance({ endpointStatus: 'opened', allowList: entries(`203.0.113.7 ${hostile}`) })
  await openInstance(page, own)
  await expect(entryRow(page, '203.0.113.7')).toContainText(hostile)
  await addToEdits(page, `192.0.2.1 ${hostile}2`)
  await openReview(page)
  await expect(page.getByRole('dialog').getByText(`${hostile}2`)).toBeVisible()
  await applyReviewed(page)
  expect((await control.instance(own.id)).allowList).toContainEqual({
    ipAddr: '192.0.2.1',
    description: `${hostile}2`,
  })
  await expect(page.getByRole('img', { name: 'x' })).toHaveCount(0)
  await expect(page).toHaveTitle(/^(?!taken)/)
})

test('many are pasted: each line gets its answer, the good ones are taken, the others stay', async ({
  page,
  control,
  addInstance,
}) => {
  const own = await addInstance({ endpointStatus: 'opened', allowList: list })
  await openInstance(page, own)
  await listCard(page).getByRole('button', { name: 'Paste many' }).click()
  const dialog = page.getByRole('dialog', { name: 'Paste many addresses' })
  const text = dialog.getByLabel('Addresses, one a line')
  await text.fill(
    [
      '# exported from the old firewall',
      '192.0.2.0/25, edge POP',
      '192.0.2.200  # on-call laptop',
      '198.51.100.7 partner-x',
      '192.0.2.77/24 typed from a ticket',
      '2001:db8::1',
    ].join('\n'),
  )
  await expect(dialog).toContainText('2 entries to add')
  await expect(dialog).toContainText('1 already there')
  await expect(dialog).toContainText('2 items left out')
  await expect(dialog).toContainText('192.0.2.77/24 is one address inside a block.')
  await expect(dialog).toContainText('2001:db8::1 is IPv6.')
  await dialog.getByRole('button', { name: 'Add 2 to edits' }).click()
  await expect(text).toHaveValue(/192\.0\.2\.77\/24.*\n2001:db8::1/)
  await text.fill('192.0.3.0/24 typed from a ticket')
  await dialog.getByRole('button', { name: 'Add 1 to edits' }).click()
  await expect(dialog).toBeHidden()
  await expect(pendingBar(page)).toContainText('3 changes')
  await openReview(page)
  await applyReviewed(page)
  expect((await control.instance(own.id)).allowList).toEqual([
    ...list,
    ...entries('192.0.2.0/25 edge POP', '192.0.2.200 on-call laptop', '192.0.3.0/24 typed from a ticket'),
  ])
})
