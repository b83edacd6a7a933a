// What never leaves the process in a log line, whoever put it there.

const hidden = '[secret]'

/** Names of fields whose values are always hidden; compared without case, dashes and underscores. */
const secretNames = new Set([
  'authorization',
  'cookie',
  'setcookie',
  'password',
  'newpassword',
  'currentpassword',
  'secret',
  'secretaccesskey',
  'sessiontoken',
  'xbcesecuritytoken',
  'xdrawbridgepeer',
  'token',
  'setuptoken',
  'databaseurl',
])

/** A signature of the cloud, wherever it stands in a text. */
const signaturePattern = /bce-auth-v1\/[^\s"'\\,}]+/g
const bearerPattern = /\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi
/** The one-time token of a set-up or invitation link. */
const linkTokenPattern = /(#token=)[A-Za-z0-9_-]+/g
/** The password inside a database address. */
const addressPasswordPattern = /\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@"]*:)[^\s@/"]+@/gi

const maxDepth = 8

/** The text without credentials: signatures, bearer tokens, link tokens, passwords in addresses, given secrets. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  let clean = text
    .replace(signaturePattern, `bce-auth-v1/${hidden}`)
    .replace(bearerPattern, `$1 ${hidden}`)
    .replace(linkTokenPattern, `$1${hidden}`)
    .replace(addressPasswordPattern, `$1${hidden}@`)
  for (const secret of secrets) if (clean.includes(secret)) clean = clean.replaceAll(secret, hidden)
  return clean
}

/** A copy of any value that may be logged. Errors become name, message, code, stack and cause. */
export function redactValue(value: unknown, secrets: readonly string[] = [], depth = 0): unknown {
  if (typeof value === 'string') return redactText(value, secrets)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (depth >= maxDepth) return '[deep]'
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Error) {
    const code = 'code' in value && typeof value.code === 'string' ? value.code : undefined
    return {
      name: value.name,
      message: redactText(value.message, secrets),
      ...(code !== undefined && { code }),
      ...(value.stack !== undefined && { stack: redactText(value.stack, secrets) }),
      ...(value.cause !== undefined && { cause: redactValue(value.cause, secrets, depth + 1) }),
    }
  }
  if (Array.isArray(value)) return value.map((item) => redactValue(item, secrets, depth + 1))
  if (value instanceof Headers || value instanceof Map) {
    return redactValue(Object.fromEntries(value as Iterable<[string, unknown]>), secrets, depth)
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return redactValue(value.toJSON(), secrets, depth + 1)
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      isSecretName(key) && item !== null && item !== undefined
        ? hidden
        : redactValue(item, secrets, depth + 1),
    ]),
  )
}

function isSecretName(name: string): boolean {
  return secretNames.has(name.toLowerCase().replace(/[-_]/g, ''))
}
