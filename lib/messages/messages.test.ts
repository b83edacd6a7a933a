import { readdirSync, readFileSync } from 'node:fs'
import {
  isArgumentElement,
  isDateElement,
  isNumberElement,
  isPluralElement,
  isPoundElement,
  isSelectElement,
  isTagElement,
  isTimeElement,
  type MessageFormatElement,
  parse,
} from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { defaultLocale, isLocale, locales, messages } from '#lib/messages/index.ts'

type Tree = { readonly [key: string]: string | Tree }

const folder = new URL('.', import.meta.url)

/** Same in both languages by nature: codes, ids, units, names of things, examples. Whole values, nothing else. */
const sameInChinese: ReadonlySet<string> = new Set([
  'IP',
  'CIDR',
  'VPC',
  'Drawbridge',
  'English',
  'ID',
  'DNS',
])

/** Languages are named in themselves, in every catalogue. */
const ownNames: ReadonlySet<string> = new Set(['中文', '简体中文', 'English'])

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(tree)) {
    const path = prefix === '' ? key : `${prefix}.${key}`
    if (typeof value === 'string') found.set(path, value)
    else for (const [inner, text] of flatten(value, path)) found.set(inner, text)
  }
  return found
}

/** What a caller must hand over: names with the kind of value, tags, and the cases of a choice. */
function needsOf(text: string): string[] {
  const needs = new Set<string>()
  const visit = (elements: readonly MessageFormatElement[]) => {
    for (const element of elements) {
      // A plural in one language may be a plain number in the other.
      if (isNumberElement(element)) needs.add(`{${element.value}: number}`)
      else if (isDateElement(element) || isTimeElement(element)) needs.add(`{${element.value}: time}`)
      else if (isArgumentElement(element)) needs.add(`{${element.value}}`)
      else if (isPluralElement(element)) {
        needs.add(`{${element.value}: number}`)
        for (const option of Object.values(element.options)) visit(option.value)
      } else if (isSelectElement(element)) {
        needs.add(`{${element.value}: one of ${Object.keys(element.options).sort().join(', ')}}`)
        for (const option of Object.values(element.options)) visit(option.value)
      } else if (isTagElement(element)) {
        needs.add(`<${element.value}>`)
        visit(element.children)
      }
    }
  }
  visit(parse(text))
  return [...needs].sort()
}

/** Words a reader sees, without placeholders and tags. */
function wordsOf(text: string): string {
  const visit = (elements: readonly MessageFormatElement[]): string =>
    elements
      .map((element) => {
        if (isPluralElement(element) || isSelectElement(element)) {
          return Object.values(element.options)
            .map((option) => visit(option.value))
            .join(' ')
        }
        if (isTagElement(element)) return visit(element.children)
        return isPoundElement(element) || !('value' in element) || element.type !== 0 ? '' : element.value
      })
      .join('')
  return visit(parse(text))
}

/** Everything wrong with a pair of catalogues, one sentence each. */
function differences(english: Tree, chinese: Tree): string[] {
  const [en, zh] = [flatten(english), flatten(chinese)]
  const found: string[] = []
  for (const key of en.keys()) if (!zh.has(key)) found.push(`${key} has no Chinese`)
  for (const key of zh.keys()) if (!en.has(key)) found.push(`${key} has no English`)
  for (const [language, catalogue] of [
    ['English', en],
    ['Chinese', zh],
  ] as const) {
    for (const [key, text] of catalogue) {
      if (text.trim() === '') found.push(`${key} is empty in ${language}`)
      try {
        parse(text)
      } catch (error) {
        found.push(`${key} cannot be read in ${language}: ${String(error)}`)
        catalogue.delete(key)
      }
    }
  }
  for (const [key, text] of en) {
    const translated = zh.get(key)
    if (translated === undefined) continue
    const [ours, theirs] = [needsOf(text).join(' '), needsOf(translated).join(' ')]
    if (ours !== theirs)
      found.push(`${key} takes ${ours || 'nothing'} in English and ${theirs || 'nothing'} in Chinese`)
    const words = wordsOf(translated)
    if (
      /\p{L}{2}/u.test(words) &&
      !/\p{Script=Han}/u.test(words) &&
      !sameInChinese.has(translated) &&
      !ownNames.has(translated)
    ) {
      found.push(`${key} is not translated: ${translated}`)
    }
    if (/\p{Script=Han}/u.test(wordsOf(text)) && !ownNames.has(text))
      found.push(`${key} has Chinese in the English catalogue`)
  }
  return found
}

/** Typography of Chinese that is easily got wrong. */
function slips(chinese: Tree): string[] {
  const found: string[] = []
  for (const [key, text] of flatten(chinese)) {
    const shown = text.replace(/<\/?\w+>/g, '')
    if (/\p{Script=Han}[,;!?]|\p{Script=Han}[:.](?:\s|$)/u.test(shown))
      found.push(`${key} has half-width punctuation: ${text}`)
    if (/\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u.test(shown.replace(/\{[^{}]*\}/g, ' '))) {
      found.push(`${key} lacks a space between Han and Latin: ${text}`)
    }
    // Numbers are Latin whatever they say; a plain placeholder may be a Chinese word and is not judged.
    if (/\p{Script=Han}(?:\{\s*\w+,\s*number|#)|(?:,\s*number\s*\}|#)\p{Script=Han}/u.test(shown)) {
      found.push(`${key} lacks a space beside a number: ${text}`)
    }
  }
  return found
}

describe('the catalogues', () => {
  it('say the same in both languages', () => {
    expect(differences(messages.en, messages['zh-CN'])).toEqual([])
  })

  it('are set as Chinese is', () => {
    expect(slips(messages['zh-CN'])).toEqual([])
  })

  it('are all merged: a file for each area and language', () => {
    for (const locale of locales) {
      const files = readdirSync(new URL(`${locale}/`, folder)).sort()
      expect(files).toEqual(
        Object.keys(messages[locale])
          .map((area) => `${area}.json`)
          .sort(),
      )
      for (const area of Object.keys(messages[locale])) {
        const text = readFileSync(new URL(`${locale}/${area}.json`, folder), 'utf8')
        expect(messages[locale]).toHaveProperty([area], JSON.parse(text))
      }
    }
  })

  it('are chosen by exact tags', () => {
    expect(isLocale(defaultLocale)).toBe(true)
    expect(['zh-CN', 'zh', 'EN', '', null, 'toString'].map(isLocale)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ])
  })
})

describe('the comparison notices', () => {
  it.each([
    ['a missing key', { a: 'A', b: { c: 'C' } }, { a: '甲' }, 'b.c has no Chinese'],
    ['a key too many', {}, { a: '甲' }, 'a has no English'],
    ['an empty text', { a: 'A' }, { a: ' ' }, 'a is empty in Chinese'],
    [
      'another placeholder',
      { a: '{name} left' },
      { a: '{user} 已离开' },
      'a takes {name} in English and {user} in Chinese',
    ],
    ['a lost tag', { a: '<b>Now</b>' }, { a: '现在' }, 'a takes <b> in English and nothing in Chinese'],
    [
      'a lost case',
      { a: '{kind, select, x {X} other {Y}}' },
      { a: '{kind, select, other {甲}}' },
      'a takes {kind: one of other, x} in English and {kind: one of other} in Chinese',
    ],
    ['Chinese in English', { a: '关闭' }, { a: '关闭' }, 'a has Chinese in the English catalogue'],
    ['English in Chinese', { a: 'Close' }, { a: 'Close' }, 'a is not translated: Close'],
  ])('%s', (_, english, chinese, sentence) => {
    expect(differences(english, chinese)).toContain(sentence)
  })

  it('broken syntax', () => {
    expect(differences({ a: '{name' }, { a: '{name}' })[0]).toMatch(/^a cannot be read in English/)
  })

  it('but not a plural that Chinese does not need', () => {
    expect(differences({ a: '{n, plural, one {# day} other {# days}}' }, { a: '{n, number} 天' })).toEqual([])
  })

  it.each(['已关闭.', '你好,再见', '共3个', 'VPC链接', '共 {n, number}个', '{n, plural, other {共#} }'])(
    'the slip in %s',
    (text) => {
      expect(slips({ a: text })).toHaveLength(1)
    },
  )

  it('and no slip where there is none', () => {
    const fine = {
      a: '可由 <p>{n, number} 个公网地址</p>和 <v>{m, number} 个 VPC</v> 访问。',
      b: '（{block}，{source}）',
    }
    expect(slips(fine)).toEqual([])
  })
})
