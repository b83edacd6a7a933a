import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { readLocale } from '#lib/locale.ts'
import { messages } from '#lib/messages/index.ts'

// The reader's time zone comes from a cookie that the page sets; until it has, times are UTC.
export default getRequestConfig(async () => {
  const [jar, sent] = await Promise.all([cookies(), headers()])
  const locale = readLocale(jar.get('locale')?.value, sent.get('accept-language'))
  return { locale, messages: messages[locale], timeZone: readTimeZone(jar.get('timezone')?.value) }
})

/** A zone that exists, from a text that anybody may have written. */
function readTimeZone(text: string | undefined): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text ?? 'UTC' }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}
