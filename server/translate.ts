import { createTranslator } from 'next-intl'
import type { MessageValues } from '#lib/errors.ts'
import { type Locale, messages } from '#lib/messages/index.ts'

/** Turns a full catalogue key, e.g. `errors.forbidden`, into a sentence. An unknown key comes back as it is. */
export type Translator = (key: string, values?: MessageValues) => string

const translators = new Map<Locale, Translator>()

/** The translator of a language; made once, as reading a catalogue is not free. */
export function translatorOf(locale: Locale): Translator {
  const made = translators.get(locale)
  if (made) return made
  // Keys come from errors at run time, so the translator's own check of literal keys cannot apply.
  const translator = createTranslator({
    locale,
    messages: messages[locale],
    onError: () => {},
    getMessageFallback: ({ key }) => key,
  }) as unknown as Translator
  translators.set(locale, translator)
  return translator
}
