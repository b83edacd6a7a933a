import { AppError } from '#lib/errors.ts'
import { beginCall } from './define-route.ts'
import { errorAnswer } from './respond.ts'

/** Answers a path under `/api` that no route has: a program that mistypes one is told as JSON, not with a page. */
export async function handleUnknown(request: Request): Promise<Response> {
  const call = await beginCall(request)
  const error = new AppError('not_found')
  return call.finish(errorAnswer(error, call.locale, { requestId: call.requestId }), '/api', error)
}
