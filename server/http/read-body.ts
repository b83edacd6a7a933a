import { AppError } from '#lib/errors.ts'

/** Largest request body that is read, in bytes. */
export const maxBodyBytes = 1024 * 1024

/** The JSON body of a request. Throws `unsupported_media_type`, `payload_too_large` or `invalid_input`. */
export async function readJsonBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') throw new AppError('unsupported_media_type')
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes)
    throw new AppError('payload_too_large')
  const text = await readText(request)
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('invalid_input', { reason: 'errors.not_json' })
  }
}

/** The length header may be missing or lie, so the bytes are counted as they come. */
async function readText(request: Request): Promise<string> {
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body) {
    length += chunk.byteLength
    if (length > maxBodyBytes) throw new AppError('payload_too_large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
