import { expect, test } from 'vitest'
import { AppError, appErrorFrom } from '#lib/errors.ts'

test('an error of another copy of this module is known', async () => {
  // A query makes another module of the same file, as bundles do.
  const copy: typeof import('#lib/errors.ts') = await import(
    `${new URL('./errors.ts', import.meta.url).href}?copy`
  )
  expect(copy.AppError).not.toBe(AppError)
  const error = new copy.AppError('rate_limited')
  expect(error instanceof AppError).toBe(true)
  expect(appErrorFrom(error)).toBe(error)
})

test('what is not ours becomes internal, with the cause kept', () => {
  const cause = new Error('disk full')
  expect(appErrorFrom(cause)).toMatchObject({ code: 'internal', cause })
  expect(appErrorFrom(undefined).code).toBe('internal')
  expect({} instanceof AppError || (null as unknown) instanceof AppError).toBe(false)
})
