// Language and appearance are cookies, so that the server renders the first page right and nothing flashes.

export type Theme = 'light' | 'dark' | 'system'

export const themes: readonly Theme[] = ['light', 'dark', 'system']

const year = 31_536_000
const themeChosen = 'drawbridge:theme'

function setCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `${name}=${value}; Path=/; Max-Age=${year}; SameSite=Lax${location.protocol === 'https:' ? '; Secure' : ''}`
}

/** Shows the page in another appearance from now on. */
export function chooseTheme(theme: Theme): void {
  setCookie('theme', theme)
  document.documentElement.dataset.theme = theme
  window.dispatchEvent(new Event(themeChosen))
}

/** Calls back when another appearance was chosen on this page. */
export function watchTheme(onChange: () => void): () => void {
  window.addEventListener(themeChosen, onChange)
  return () => window.removeEventListener(themeChosen, onChange)
}

/** Remembers a language; the caller renders the page again. */
export function chooseLocale(locale: string): void {
  setCookie('locale', locale)
}

/** Tells the server the browser's time zone. True when it was not known before, so that the page must be drawn again. */
export function rememberTimeZone(): boolean {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const known = document.cookie.split('; ').includes(`timezone=${timeZone}`)
  if (!known && /^[A-Za-z0-9_+/-]+$/.test(timeZone)) setCookie('timezone', timeZone)
  return !known && timeZone !== 'UTC'
}

/** The appearance in force. */
export function currentTheme(): Theme {
  const { theme } = document.documentElement.dataset
  return themes.find((each) => each === theme) ?? 'system'
}
