// The key pair of the cloud account. It signs, and shows itself nowhere: JSON, inspection, string conversion and
// object spread give a masked access key and no secret.

import { inspect } from 'node:util'
import { authorization, type SignInput } from './sign.ts'

export type CredentialInput = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Of temporary credentials (STS). */
  readonly sessionToken?: string | undefined
}

const masked = '[redacted]'

// These become parts of a header, where a blank or line break would end or forge it.
const accessKeyIdShape = /^[A-Za-z0-9_-]{1,128}$/
const visibleAscii = /^[\x21-\x7e]+$/

export class Credential {
  readonly #accessKeyId: string
  readonly #secretAccessKey: string
  readonly #sessionToken: string | undefined

  /** Throws a sentence without the value when a part cannot be one. */
  constructor(input: CredentialInput) {
    if (!accessKeyIdShape.test(input.accessKeyId))
      throw new Error('The access key id must be letters, digits, - or _, without blanks')
    if (!visibleAscii.test(input.secretAccessKey))
      throw new Error('The secret access key must be printable ASCII without blanks')
    if (input.sessionToken !== undefined && !visibleAscii.test(input.sessionToken))
      throw new Error('The session token must be printable ASCII without blanks')
    this.#accessKeyId = input.accessKeyId
    this.#secretAccessKey = input.secretAccessKey
    this.#sessionToken = input.sessionToken
  }

  /** Enough of the access key to tell two apart, e.g. `ALTA…mple`. */
  get label(): string {
    const id = this.#accessKeyId
    return id.length <= 8 ? '…' : `${id.slice(0, 4)}…${id.slice(-4)}`
  }

  /** Headers to add before signing: the session token of temporary credentials. */
  get headers(): Readonly<Record<string, string>> {
    return this.#sessionToken === undefined ? {} : { 'x-bce-security-token': this.#sessionToken }
  }

  /** The value of the Authorization header. `timestampMs` is epoch milliseconds. */
  authorize(request: SignInput, timestampMs: number): string {
    return authorization({
      ...request,
      accessKeyId: this.#accessKeyId,
      secretAccessKey: this.#secretAccessKey,
      timestampMs,
    })
  }

  /** The text without anything of this credential in it. */
  redact(text: string): string {
    let clean = text
    for (const part of [this.#secretAccessKey, this.#sessionToken, this.#accessKeyId]) {
      if (part !== undefined) clean = clean.replaceAll(part, masked)
    }
    return clean
  }

  toString(): string {
    return `Credential(${this.label})`
  }

  toJSON(): { readonly accessKeyId: string; readonly secretAccessKey: string } {
    return { accessKeyId: this.label, secretAccessKey: masked }
  }

  [inspect.custom](): string {
    return this.toString()
  }
}
