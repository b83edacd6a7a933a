import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defaultGuardSettings } from '#lib/plans/settings.ts'
import { getGuardSettings, readGuardSettings, updateGuardSettings } from './guard-settings.ts'
import { createSource, deleteSource, listSources, updateSource } from './sources.ts'
import { type Services, startServices } from './testing/start-services.ts'

let services: Services
beforeAll(async () => {
  services = await startServices()
})
afterAll(() => services.close())
beforeEach(() => services.forget())

const admin = () => services.as('admin')
const office = { name: 'Office', isProtected: false, addresses: ['198.51.100.0/24', '203.0.113.7'] }
const outcomes = async () => (await services.auditRows()).map(({ action, outcome }) => [action, outcome])

describe('named sources', () => {
  it('are made, changed and deleted by an administrator, each with its row, and seen by all', async () => {
    const made = await createSource(admin(), office)
    expect(made).toMatchObject({ ...office, version: 1, updatedByName: 'Some admin' })
    await createSource(admin(), { ...office, name: 'CI' })
    expect((await listSources(services.as('viewer'))).sources.map(({ name }) => name)).toEqual([
      'CI',
      'Office',
    ])
    const changed = await updateSource(admin(), made.id, { baseVersion: 1, isProtected: true })
    expect(changed).toMatchObject({ ...office, isProtected: true, version: 2 })
    await deleteSource(admin(), made.id)
    expect((await listSources(admin())).sources).toHaveLength(1)
    expect(await outcomes()).toEqual([
      ['source.create', 'succeeded'],
      ['source.create', 'succeeded'],
      ['source.update', 'succeeded'],
      ['source.delete', 'succeeded'],
    ])
  })

  it('are not for others to change', async () => {
    const { id } = await createSource(admin(), office)
    for (const role of ['viewer', 'operator'] as const) {
      const context = services.as(role)
      for (const attempt of [
        () => createSource(context, { ...office, name: 'x' }),
        () => updateSource(context, id, { isProtected: true }),
        () => deleteSource(context, id),
        () => updateGuardSettings(context, { widePrefix: 1 }),
      ]) {
        await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
      }
    }
    expect((await listSources(admin())).sources).toMatchObject([office])
    expect((await outcomes()).slice(1)).toEqual(
      Array.from({ length: 8 }, () => ['access.refused', 'refused']),
    )
  })

  it('have a name of their own, whatever its case', async () => {
    await createSource(admin(), office)
    const taken = { code: 'invalid_input', fields: [{ path: 'name', reason: 'errors.source_name_taken' }] }
    await expect(createSource(admin(), { ...office, name: 'OFFICE' })).rejects.toMatchObject(taken)
    const other = await createSource(admin(), { ...office, name: 'CI' })
    await expect(updateSource(admin(), other.id, { name: 'office' })).rejects.toMatchObject(taken)
    expect(await updateSource(admin(), other.id, { name: 'ci' })).toMatchObject({ name: 'ci' })
  })

  it.each([
    ['010.0.0.1', 'address.problem.octal'],
    ['10.0.0.1/8', 'address.problem.hostBits'],
    ['office', 'address.problem.hostname'],
    ['2001:db8::1', 'address.problem.ipv6'],
    ['198.51.100.0/24', 'address.problem.duplicate'],
  ])('refuse %s at its field', async (text, reason) => {
    const addresses = ['198.51.100.0/24', text]
    await expect(createSource(admin(), { ...office, addresses })).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path: 'addresses.1', reason }],
    })
  })

  it('are not overwritten unseen, and one of many at once wins', async () => {
    const { id } = await createSource(admin(), office)
    const answers = await Promise.allSettled(
      Array.from({ length: 5 }, (_, at) => updateSource(admin(), id, { baseVersion: 1, name: `n${at}` })),
    )
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await expect(updateSource(admin(), id, { baseVersion: 1, name: 'late' })).rejects.toMatchObject({
      code: 'stale_write',
      details: { current: { id, version: 2 } },
    })
    await expect(updateSource(admin(), 'none', { name: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('guard settings', () => {
  it('are the defaults until an administrator decides, part by part', async () => {
    expect(await getGuardSettings(services.as('viewer'))).toEqual({
      settings: defaultGuardSettings,
      defaults: defaultGuardSettings,
    })
    await updateGuardSettings(admin(), { modes: { 'last-way-in': 'warn' } })
    const { settings } = await updateGuardSettings(admin(), { widePrefix: 24 })
    expect(settings).toEqual({
      ...defaultGuardSettings,
      modes: { ...defaultGuardSettings.modes, 'last-way-in': 'warn' },
      widePrefix: 24,
    })
    expect((await services.auditRows()).at(-1)).toMatchObject({
      action: 'settings.update',
      before: { widePrefix: 16 },
      after: { widePrefix: 24 },
    })
  })

  it('that cannot be read count as never stored', async () => {
    const row = { key: 'guards', value: '{"widePrefix":99}', updated_at: 0, updated_by_name: '' }
    await services.runtime.db.insertInto('setting').values(row).execute()
    expect(await readGuardSettings(admin())).toEqual(defaultGuardSettings)
  })
})
