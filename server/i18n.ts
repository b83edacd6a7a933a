import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { messages } from '#lib/messages/index.ts'
import { readLocale } from '#server/http/locale.ts'

// Times are shown in the reader's own zone by the browser; what the server renders first is UTC.
export default getRequestConfig(async () => {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  const locale = readLocale(jar.get('locale')?.value, sent.get('accept-language'))
  return { locale, messages: messages[locale], timeZone: 'UTC' }
})
