// Error answers of the CCR API. Codes, messages and statuses of the first table are the vendor's
// (cloud.baidu.com/doc/CCR/s/9l5uxlrki); the rest is BCE-wide or invented, see DIFFERENCES.md.

export class CcrError extends Error {
  readonly status: number
  readonly code: string
  /** Why, for the request log only: the vendor's messages are terse and stay so on the wire. */
  readonly detail: string

  constructor(status: number, code: string, message: string, detail = '') {
    super(message)
    this.name = 'CcrError'
    this.status = status
    this.code = code
    this.detail = detail
  }
}

export const badRequest = (detail: string) =>
  new CcrError(400, 'BadRequest', 'please check the request', detail)
export const notFound = (what: string) => new CcrError(404, 'NotFound', `${what} is not found`)
export const statusConflict = (message: string) => new CcrError(409, 'StatusConflict', message)
export const quotaExceed = (detail: string) => new CcrError(412, 'QuotaExceed', 'quota exceed', detail)
export const unauthorized = () => new CcrError(401, 'Unauthorized', 'have no permission')
export const internalServerError = () =>
  new CcrError(500, 'Internal server error', 'Failed to generate CCR resource.')

export const invalidUri = (detail: string) =>
  new CcrError(400, 'InvalidURI', 'Could not parse the specified URI.', detail)
export const accessDenied = () => new CcrError(403, 'AccessDenied', 'Access denied.')
export const serviceUnavailable = () =>
  new CcrError(503, 'ServiceUnavailable', 'The service is temporarily unavailable.')
export const tooManyRequests = () => new CcrError(429, 'RequestLimitExceeded', 'Too many requests.')
export const notImplemented = (operation: string) =>
  new CcrError(501, 'NotImplemented', `The embedded CCR does not have ${operation}.`)
export const methodNotAllowed = () => new CcrError(405, 'MethodNotAllowed', 'The method is not allowed here.')
