import { expect, test } from './fixtures.ts'

test('opens an instance', async ({ page, control, addInstance }) => {
  const own = await addInstance({ endpointStatus: 'opened' })
  await page.goto('/instances')
  await page.getByRole('link', { name: own.name, exact: true }).first().click()
  await expect(page.getByRole('heading', { name: own.name })).toBeVisible()
  expect((await control.instance(own.id)).publicEndpoint.status).toBe('opened')
})
