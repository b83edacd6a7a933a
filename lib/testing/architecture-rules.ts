// The rules of the house as functions of a file's path and text. Each returns sentences that say what is wrong and what
// would be right; none means fine.

import { layerOf } from '#lib/testing/layers.ts'
import { codeOf, enclosedAt, importsOf } from '#lib/testing/source-text.ts'

/** `path` is from the root of the repository, with forward slashes. */
export type SourceFile = { readonly path: string; readonly text: string }

export type Rule = (file: SourceFile) => string[]

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/** Direction of imports, types included, and which packages a layer may use. */
export const importsFollowLayers: Rule = ({ path, text }) => {
  const layer = layerOf(path)
  if (layer === null) return [`${path} belongs to no layer: add a row to lib/testing/layers.ts.`]
  return importsOf(text).flatMap((specifier) => {
    const target = targetOf(path, specifier)
    if (target === null) {
      if (layer.packages === 'all' || layer.packages.test(specifier)) return []
      return [`${path} imports ${specifier}, which ${layer.name} may not use.`]
    }
    if (!/\.tsx?$/.test(target)) return []
    const other = layerOf(target)
    if (other === null) return [`${path} imports ${target}, which belongs to no layer.`]
    if (other.name === layer.name || layer.may.includes(other.name)) return []
    return [
      `${path} (${layer.name}) imports ${target} (${other.name}): ${layer.name} may import ${list(layer.may)}.`,
    ]
  })
}

/** `#folder/file.ts` across folders, `./file.ts` beside or below, never upwards, always with the extension. */
export const importsAreSpelledOneWay: Rule = ({ path, text }) =>
  importsOf(text).flatMap((specifier) => {
    if (specifier.startsWith('@/') || specifier.startsWith('~/')) {
      return [`${path} imports ${specifier}: write it as #folder/file.ts.`]
    }
    const isOurs = specifier.startsWith('#') || specifier.startsWith('.')
    if (!isOurs) return []
    if (!/\.[a-z]+$/.test(specifier)) return [`${path} imports ${specifier} without its extension.`]
    if (specifier.startsWith('../')) {
      return [`${path} imports ${specifier} from another folder: write it as #folder/file.ts.`]
    }
    return []
  })

const mayReadEnvironment =
  /^(?:server\/env(?:\.test)?\.ts|instrumentation\.ts|e2e\/.*|server\/emulator\/main\.test\.ts|next\.config\.mjs|(?:playwright|vitest)\.config\.ts|scripts\/.*|server\/emulator\/main\.ts|server\/ccr\/testing\/contract-target\.ts)$/

/** One reader of the environment. */
export const environmentIsReadInOnePlace: Rule = ({ path, text }) =>
  mayReadEnvironment.test(path) ||
  !/\bprocess\s*(?:\?\.|\.)\s*env\b|\bprocess\s*\[/.test(codeOf(text, { keepStrings: false }))
    ? []
    : [`${path} reads process.env: only server/env.ts does; take the value from there.`]

/** Components name an endpoint, never a path. */
export const pathsComeFromTheContract: Rule = ({ path, text }) =>
  path.startsWith('components/') && !/\.test\.tsx?$/.test(path) && /['"`]\/api\//.test(codeOf(text))
    ? [`${path} spells an /api/ path by hand: use the row in lib/contract/endpoints.ts.`]
    : []

/** The sign-in library's own paths, and the answer to paths that do not exist. */
const routesWithoutRow = /^app\/api\/(?:auth\/\[\.\.\.[a-z]+\]|\[\[\.\.\.unknown\]\])\/route\.ts$/

/** A handler of our API: its method and the name of its row. */
export type RouteHandler = {
  readonly method: string
  readonly endpoint: string | null
  readonly path: string
}

/** The handlers a route file exports through `defineRoute`, with the rows they name. */
export function routeHandlersOf({ path, text }: SourceFile): RouteHandler[] {
  const code = codeOf(text)
  return Array.from(code.matchAll(/^export const (\w+) = defineRoute\(/gm), (match) => {
    const options = enclosedAt(code, match.index + match[0].length - 1)
    const endpoint = /\bendpoint:\s*endpoints\.(\w+)/.exec(options)?.[1] ?? null
    return { method: match[1] ?? '', endpoint, path: apiPathOf(path) }
  })
}

/** `app/api/vpcs/[vpcId]/route.ts` serves `/api/vpcs/[vpcId]`. */
export function apiPathOf(file: string): string {
  return file
    .replace(/^app/, '')
    .replace(/\/route\.ts$/, '')
    .replace(/\/\([^)]+\)/g, '')
}

/** Every route of the API is a `defineRoute` that names its endpoint row and its access. */
export const routesDeclareAccess: Rule = (file) => {
  const { path, text } = file
  if (!/^app\/api\/(?:.*\/)?route\.tsx?$/.test(path) || routesWithoutRow.test(path)) return []
  const code = codeOf(text)
  const found: string[] = []
  for (const match of code.matchAll(/^export\b([^\n]*)/gm)) {
    const declared = /^ const (\w+) = (\w+)\(/.exec(match[1] ?? '')
    if (declared === null || declared[2] !== 'defineRoute' || !methods.includes(declared[1] ?? '')) {
      found.push(
        `${path} exports something else than a defineRoute({ … }) of a method: “${match[0].trim()}”.`,
      )
      continue
    }
    const options = enclosedAt(code, match.index + match[0].indexOf('('))
    if (!/(?:^|[{,\s])access\s*[:,}]/.test(codeOf(options, { keepStrings: false }))) {
      found.push(`${path} ${declared[1]} names no access: say who may call it.`)
    }
    if (!/\bendpoint:\s*endpoints\.\w+/.test(options)) {
      found.push(`${path} ${declared[1]} names no row of lib/contract/endpoints.ts.`)
    }
  }
  if (!/^export\b/m.test(code)) found.push(`${path} exports no handler.`)
  return found
}

/** The table of endpoints and the folders of app/api say the same. */
export function routesMatchEndpoints(
  handlers: readonly RouteHandler[],
  endpoints: Readonly<Record<string, { readonly method: string; readonly path: string }>>,
): string[] {
  const found: string[] = []
  for (const { method, endpoint, path } of handlers) {
    const row = endpoint === null ? undefined : endpoints[endpoint]
    if (row === undefined) {
      found.push(
        `${method} ${path} names ${endpoint ?? 'no row'}, which lib/contract/endpoints.ts does not have.`,
      )
    } else if (row.method !== method || row.path !== path) {
      found.push(`${method} ${path} serves ${endpoint}, which is ${row.method} ${row.path}.`)
    }
  }
  for (const [name, row] of Object.entries(endpoints)) {
    const count = handlers.filter((handler) => handler.endpoint === name).length
    if (count === 0) found.push(`${row.method} ${row.path} (${name}) has no route.`)
    if (count > 1) found.push(`${row.method} ${row.path} (${name}) has ${count} routes.`)
  }
  return found
}

const longest = 500

/** A file is read in one sitting. */
export const filesAreShort: Rule = ({ path, text }) => {
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  const isExempt = path.startsWith('scripts/') || path.endsWith('.d.ts')
  return lines > longest && !isExempt ? [`${path} has ${lines} lines; split it below ${longest}.`] : []
}

/** Places that may set HTML by hand, each with its reason beside it. */
export const mayInjectHtml: ReadonlySet<string> = new Set([])

export const noInjectedHtml: Rule = ({ path, text }) =>
  mayInjectHtml.has(path) || !/\bdangerouslySetInnerHTML\b/.test(codeOf(text, { keepStrings: false }))
    ? []
    : [`${path} uses dangerouslySetInnerHTML: render elements instead.`]

/** No file exists only to pass on what others export. */
export const noBarrels: Rule = ({ path, text }) => {
  const code = codeOf(text)
  if (/^export\s*(?:type\s*)?\*/m.test(code))
    return [`${path} passes on everything of another file: import from that file.`]
  const rest = code
    .replace(/^(?:export|import)\s[^'"`;=]*?\bfrom\s*['"][^'"]+['"];?/gm, '')
    .replace(/^export\s*(?:type\s*)?\{[^}]*\};?/gm, '')
  const passesOn = /^export\s*(?:type\s*)?\{/m.test(code)
  return passesOn && rest.trim() === ''
    ? [`${path} only passes on what other files export: import from those files.`]
    : []
}

/** Files and folders are kebab-case; Next's own spellings are for folders of app. */
export const namesAreKebabCase: Rule = ({ path }) => {
  const parts = path.split('/')
  const file = parts.pop() ?? ''
  const found: string[] = []
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*\.(?:tsx?|mjs)$/.test(file)) {
    found.push(`${path}: name the file in kebab-case.`)
  }
  for (const folder of parts) {
    const isKebab = /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(folder)
    const isNexts =
      parts[0] === 'app' && /^(?:\([a-z-]+\)|@[a-z-]+|\[\[?(?:\.\.\.)?[a-zA-Z]+\]?\])$/.test(folder)
    if (!isKebab && !isNexts) found.push(`${path}: name the folder ${folder} in kebab-case.`)
  }
  return found
}

const wantsDefault =
  /^(?:app\/(?:.*\/)?(?:page|layout|loading|error|not-found|global-error|template|default|forbidden|unauthorized|icon|apple-icon|opengraph-image|robots|sitemap|manifest)\.tsx?|server\/i18n\.ts|(?:next|postcss|vitest|playwright)\.config\.\w+|e2e\/global-(?:setup|teardown)\.ts|scripts\/parts\/[a-z]+-tally\.ts)$/

/** Named exports; default ones only where a framework looks for them. */
export const exportsAreNamed: Rule = ({ path, text }) =>
  wantsDefault.test(path) || !/^export\s+default\b|^export\s*\{[^}]*\bas default\b/m.test(codeOf(text))
    ? []
    : [`${path} has a default export: name it.`]

/** lib is pure: time and chance are arguments, and nothing is fetched. */
export const libIsPure: Rule = ({ path, text }) => {
  if (!path.startsWith('lib/') || layerOf(path)?.name !== 'lib') return []
  const code = codeOf(text, { keepStrings: false })
  const impure = [
    /\bDate\.now\b/,
    /\bnew Date\(\s*\)/,
    /\bMath\.random\b/,
    /\bperformance\.now\b/,
    /\bcrypto\.(?:randomUUID|getRandomValues)\b/,
    /\bfetch\(/,
    /\bset(?:Timeout|Interval)\(/,
    /\b(?:window|document|localStorage|sessionStorage)\./,
  ].flatMap((pattern) => pattern.exec(code)?.[0] ?? [])
  return impure.map((what) => `${path} uses ${what}: lib is pure, so take it as an argument.`)
}

const mayWriteToCloud = /^server\/(?:services\/instance-port|.*\.test|.*\/testing\/.*)\.ts$/

/** There is one way to write: through the engine of plans, whose calls stand in one file. */
export const writesHaveOnePlace: Rule = ({ path, text }) => {
  if (!/^server\/(?:services|changes|jobs)\//.test(path) || mayWriteToCloud.test(path)) return []
  const call =
    /\.(?:createAllowListEntry|deleteAllowListEntries|updatePublicEndpoint|createVpcLink|deleteVpcLink)\(/
  const found = call.exec(codeOf(text, { keepStrings: false }))
  return found
    ? [`${path} calls ${found[0].slice(1, -1)} of the cloud: use runSteps or runDirectChange.`]
    : []
}

export const rules: Readonly<Record<string, Rule>> = {
  'imports follow the layers': importsFollowLayers,
  'imports are spelled one way': importsAreSpelledOneWay,
  'the environment is read in one place': environmentIsReadInOnePlace,
  'paths come from the contract': pathsComeFromTheContract,
  'every route declares its access': routesDeclareAccess,
  'files are short': filesAreShort,
  'no HTML is injected': noInjectedHtml,
  'there are no barrels': noBarrels,
  'names are in kebab-case': namesAreKebabCase,
  'exports are named': exportsAreNamed,
  'lib is pure': libIsPure,
  'writes have one place': writesHaveOnePlace,
}

function targetOf(path: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1)
  if (!specifier.startsWith('.')) return null
  const parts = path.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'nothing but itself' : names.join(', ')
}
