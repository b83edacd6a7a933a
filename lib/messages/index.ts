// All catalogues, merged by area. One file per area and language; an area's keys are read as `area.key`.

import enAccount from './en/account.json' with { type: 'json' }
import enActivity from './en/activity.json' with { type: 'json' }
import enAddress from './en/address.json' with { type: 'json' }
import enAllowList from './en/allowList.json' with { type: 'json' }
import enAuth from './en/auth.json' with { type: 'json' }
import enCommon from './en/common.json' with { type: 'json' }
import enEndpoint from './en/endpoint.json' with { type: 'json' }
import enErrors from './en/errors.json' with { type: 'json' }
import enExposure from './en/exposure.json' with { type: 'json' }
import enInstance from './en/instance.json' with { type: 'json' }
import enInstances from './en/instances.json' with { type: 'json' }
import enLinks from './en/links.json' with { type: 'json' }
import enPeople from './en/people.json' with { type: 'json' }
import enReach from './en/reach.json' with { type: 'json' }
import zhAccount from './zh-CN/account.json' with { type: 'json' }
import zhActivity from './zh-CN/activity.json' with { type: 'json' }
import zhAddress from './zh-CN/address.json' with { type: 'json' }
import zhAllowList from './zh-CN/allowList.json' with { type: 'json' }
import zhAuth from './zh-CN/auth.json' with { type: 'json' }
import zhCommon from './zh-CN/common.json' with { type: 'json' }
import zhEndpoint from './zh-CN/endpoint.json' with { type: 'json' }
import zhErrors from './zh-CN/errors.json' with { type: 'json' }
import zhExposure from './zh-CN/exposure.json' with { type: 'json' }
import zhInstance from './zh-CN/instance.json' with { type: 'json' }
import zhInstances from './zh-CN/instances.json' with { type: 'json' }
import zhLinks from './zh-CN/links.json' with { type: 'json' }
import zhPeople from './zh-CN/people.json' with { type: 'json' }
import zhReach from './zh-CN/reach.json' with { type: 'json' }

export const locales = ['en', 'zh-CN'] as const

export type Locale = (typeof locales)[number]

export const defaultLocale: Locale = 'en'

const english = {
  common: enCommon,
  errors: enErrors,
  address: enAddress,
  exposure: enExposure,
  auth: enAuth,
  activity: enActivity,
  people: enPeople,
  account: enAccount,
  instances: enInstances,
  instance: enInstance,
  endpoint: enEndpoint,
  links: enLinks,
  allowList: enAllowList,
  reach: enReach,
}

const chinese = {
  common: zhCommon,
  errors: zhErrors,
  address: zhAddress,
  exposure: zhExposure,
  auth: zhAuth,
  activity: zhActivity,
  people: zhPeople,
  account: zhAccount,
  instances: zhInstances,
  instance: zhInstance,
  endpoint: zhEndpoint,
  links: zhLinks,
  allowList: zhAllowList,
  reach: zhReach,
}

/** The shape of one whole catalogue; English is the reference, a test holds the others to it. */
export type Messages = typeof english

/** Every catalogue. A catalogue is data only: nothing here picks a language. */
export const messages: Record<Locale, Messages> = {
  en: english,
  'zh-CN': chinese,
}

/** True for a language tag that has a catalogue. Exact match: `zh` alone is not one. */
export function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && (locales as readonly string[]).includes(value)
}
