// People the tests need, made the way an administrator and an invited person make them, but without a browser.

import type { APIRequestContext } from '@playwright/test'
import { expect } from '@playwright/test'
import type { Role } from './settings.ts'

export type Account = { readonly name: string; readonly email: string; readonly password: string }

let count = 0

/** Details nobody has used yet; also not an earlier worker. */
export function newPerson(name: string): Account {
  count += 1
  const unique = `${Date.now().toString(36)}${count}`
  return {
    name,
    email: `${name.toLowerCase().replace(/[^a-z]+/g, '.')}.${unique}@example.com`,
    password: `long enough ${unique}`,
  }
}

/** Signs in through the API; the cookies stay in `request`. */
export async function signInByApi(
  request: APIRequestContext,
  { email, password }: Pick<Account, 'email' | 'password'>,
): Promise<void> {
  const answer = await request.post('/api/auth/sign-in/email', { data: { email, password } })
  expect(answer.status(), `signing in as ${email}`).toBe(200)
}

/** An administrator's `request` adds the person; answers the one-time link. */
export async function inviteByApi(
  admin: APIRequestContext,
  person: Pick<Account, 'name' | 'email'>,
  role: Role,
): Promise<string> {
  const answer = await admin.post('/api/people', { data: { name: person.name, email: person.email, role } })
  expect(answer.status(), `inviting ${person.email}`).toBe(200)
  const { inviteUrl } = (await answer.json()) as { inviteUrl: string }
  return inviteUrl
}

/** Redeems the link, as its page does. */
export async function redeemByApi(request: APIRequestContext, link: string, person: Account): Promise<void> {
  const token = new URLSearchParams(new URL(link).hash.slice(1)).get('token')
  const answer = await request.post('/api/setup', { data: { ...person, token } })
  expect(answer.status(), `redeeming the link of ${person.email}`).toBe(200)
}
