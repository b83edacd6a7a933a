// Every page with what tells that it is drawn whole, in both languages.

import { expect, type Page } from '@playwright/test'

export type Language = 'en' | 'zh-CN'

export type PageVisit = {
  readonly name: string
  readonly path: string
  /** A text that stands there only when the data is. */
  readonly drawn: Readonly<Record<Language, RegExp>>
}

const prodImages = '/instances/ccr-4k74gw7d'

/** The pages behind sign-in. The instance is the seed's, which no test changes. */
export const consolePages: readonly PageVisit[] = [
  {
    name: 'instances',
    path: '/instances',
    drawn: { en: /12 instances in 4 regions/, 'zh-CN': /4 个地域共 12 个实例|12 个实例/ },
  },
  {
    name: 'instance-access',
    path: prodImages,
    drawn: { en: /Reachable from 1,284 public addresses/, 'zh-CN': /1,284/ },
  },
  {
    name: 'instance-links',
    path: `${prodImages}?tab=links`,
    drawn: { en: /Should resolve to 192\.168\.145\.2/, 'zh-CN': /192\.168\.145\.2/ },
  },
  { name: 'activity', path: '/activity', drawn: { en: /Today/, 'zh-CN': /今天/ } },
  { name: 'people', path: '/people', drawn: { en: /Vera Viewer/, 'zh-CN': /Vera Viewer/ } },
  { name: 'account', path: '/account', drawn: { en: /this one/, 'zh-CN': /[（(].*[)）]/ } },
]

/** The pages of somebody who is not signed in. */
export const outerPages: readonly PageVisit[] = [
  { name: 'sign-in', path: '/sign-in', drawn: { en: /We see you as/, 'zh-CN': /127\.0\.0\.1/ } },
  { name: 'set-up', path: '/setup', drawn: { en: /This page needs a one-time link/, 'zh-CN': /链接/ } },
]

export async function visit(page: Page, { path, drawn }: PageVisit, language: Language): Promise<void> {
  // The list of a region is shared for two seconds, also between tests: what the one before added may still be in it.
  await expect(async () => {
    await page.goto(path)
    await expect(page.getByText(drawn[language]).filter({ visible: true }).first()).toBeVisible({
      timeout: 6_000,
    })
  }).toPass()
}

/** Language and appearance are cookies; a person chooses them in a menu, which its own test does. */
export async function dress(
  page: Page,
  { language, theme }: { readonly language?: Language; readonly theme?: 'light' | 'dark' },
): Promise<void> {
  const url = new URL(page.url() === 'about:blank' ? (process.env['E2E_URL'] ?? '') : page.url()).origin
  const cookies = [
    ...(language === undefined ? [] : [{ name: 'locale', value: language, url }]),
    ...(theme === undefined ? [] : [{ name: 'theme', value: theme, url }]),
  ]
  await page.context().addCookies(cookies)
}

export async function expectNoSidewaysScroll(page: Page, name: string): Promise<void> {
  const { wide, room } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    room: window.innerWidth,
  }))
  expect(wide, `${name} is wider than the screen`).toBeLessThanOrEqual(room)
}
