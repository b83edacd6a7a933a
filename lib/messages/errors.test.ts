import { expect, it } from 'vitest'
import { errorCodes } from '#lib/errors.ts'
import { locales, messages } from './index.ts'

it.each(locales)('every error code has a sentence in %s', (locale) => {
  const sentences: Readonly<Record<string, unknown>> = messages[locale].errors
  const missing = Object.keys(errorCodes).filter(
    (code) => typeof sentences[code] !== 'string' || sentences[code] === '',
  )
  expect(missing).toEqual([])
})
