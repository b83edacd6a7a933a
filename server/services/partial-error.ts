import type { z } from 'zod'
import type { partialError } from '#lib/contract/instances.ts'
import { type AppError, wireFromError } from '#lib/errors.ts'
import type { ServiceContext } from '#server/http/context.ts'
import { translatorOf } from '#server/translate.ts'

type PartialError = z.output<typeof partialError>

/** A failure inside an otherwise good answer, in the language of the person who asked. */
export function partialErrorFrom(
  { locale, requestId }: Pick<ServiceContext, 'locale' | 'requestId'>,
  error: AppError,
): PartialError {
  const { code, message, upstream } = wireFromError(error, requestId, translatorOf(locale)).error
  return { code, message, ...(upstream && { upstream }) }
}
