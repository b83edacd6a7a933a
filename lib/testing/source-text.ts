// Just enough reading of TypeScript source to judge its outside: imports, exports, and what is code rather than comment.

/** The source with comments blanked out and, if asked, the insides of strings too. Length and lines stay as they were. */
export function codeOf(
  source: string,
  { keepStrings = true }: { readonly keepStrings?: boolean } = {},
): string {
  let code = ''
  let at = 0
  const blank = (text: string) => text.replace(/[^\n]/g, ' ')
  while (at < source.length) {
    const token = tokenAt(source, at, code)
    const text = source.slice(at, at + token.length)
    if (token.kind === 'comment') code += blank(text)
    else if (token.kind === 'string' && !keepStrings)
      code += text.slice(0, 1) + blank(text.slice(1, -1)) + text.slice(1).slice(-1)
    else code += text
    at += token.length
  }
  return code
}

type Token = { readonly kind: 'comment' | 'string' | 'other'; readonly length: number }

const stringPattern = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y
const templatePattern = /`(?:[^`\\]|\\[\s\S])*`/y
const regexPattern = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y
const commentPattern = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y

function tokenAt(source: string, at: number, before: string): Token {
  const char = source[at]
  const length = (pattern: RegExp) => {
    pattern.lastIndex = at
    return pattern.exec(source)?.[0].length ?? 0
  }
  if (char === '/') {
    const comment = length(commentPattern)
    if (comment > 0) return { kind: 'comment', length: comment }
    // A slash begins a regular expression where a value may begin; otherwise it divides, or closes a tag.
    const regex = /(?:^|[=(,:;[!&|?{}+*%~^]|=>|\breturn|\btypeof)\s*$/.test(before.slice(-40))
      ? length(regexPattern)
      : 0
    return { kind: 'other', length: Math.max(1, regex) }
  }
  // A lone apostrophe in running text opens nothing: such a string would have to end on its line.
  if (char === "'" || char === '"') return { kind: 'string', length: length(stringPattern) || 1 }
  if (char === '`') return { kind: 'string', length: length(templatePattern) || 1 }
  return { kind: 'other', length: 1 }
}

// Looked for where strings are blank, so that an import spelled inside a string is none; its name is cut out by place.
const importPattern =
  /(?:^|[\s;}])(?:import|export)\s[^'"`;=]*?\bfrom\s*(?<from>['"] *['"])|(?:^|[\s;}])import\s*(?<bare>['"] *['"])|\b(?:import|require)\s*\(\s*(?<call>['"] *['"])/dg

/** Everything a source imports or re-exports, types included, in order: `import … from`, `export … from`, `import()`. */
export function importsOf(source: string): string[] {
  const code = codeOf(source, { keepStrings: false })
  return Array.from(code.matchAll(importPattern), (match) => {
    const groups = match.indices?.groups
    const [start, end] = groups?.['from'] ?? groups?.['bare'] ?? groups?.['call'] ?? [0, 0]
    return source.slice(start + 1, end - 1)
  })
}

/** What an opening bracket encloses, brackets excluded; the rest of the text when it never closes. */
export function enclosedAt(code: string, open: number): string {
  const bare = codeOf(code, { keepStrings: false })
  let depth = 0
  for (let at = open; at < bare.length; at++) {
    const char = bare[at] ?? ''
    if ('([{'.includes(char)) depth++
    if (')]}'.includes(char) && --depth === 0) return code.slice(open + 1, at)
  }
  return code.slice(open + 1)
}
