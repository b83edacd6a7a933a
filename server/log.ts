// Log lines are JSON on stdout. Whatever is logged passes through `redact`, so a credential that slips into a message,
// an error or a header does not reach the disk.

import { type DestinationStream, type Logger, pino } from 'pino'
import { redactText, redactValue } from './redact.ts'

export type Log = Logger

export type LogOptions = {
  readonly level: string
  /** One readable line instead of JSON. */
  readonly isPretty?: boolean
  /** Values that must never appear, replaced wherever they occur. */
  readonly secrets?: readonly string[]
  readonly destination?: DestinationStream
}

/** Makes the log of a process. `secrets` are the live values (keys, cookie secret), compared literally. */
export function createLog(options: LogOptions): Log {
  const secrets = (options.secrets ?? []).filter((secret) => secret.length >= 8)
  const write = options.destination ?? { write: (line: string) => void process.stdout.write(line) }
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":${Date.now()}`,
      // Errors are turned into plain objects below, causes included; pino's own serialiser would drop those.
      serializers: { err: (value: unknown) => value },
      formatters: { level: (label) => ({ level: label }) },
      hooks: {
        logMethod(args, method) {
          const cleaned = args.map((arg) => redactValue(arg, secrets))
          return method.apply(this, cleaned as Parameters<typeof method>)
        },
      },
    },
    {
      write: (line: string) => {
        // The second pass is over the finished text: bindings and serialisers do not pass the hook.
        const clean = redactText(line, secrets)
        write.write(options.isPretty ? prettyLine(clean) : clean)
      },
    },
  )
}

function prettyLine(line: string): string {
  let parsed: Record<string, unknown>
  try {
    parsed = JSON.parse(line) as Record<string, unknown>
  } catch {
    return line
  }
  const { level, time, msg, ...rest } = parsed
  const clock = new Date(Number(time)).toISOString().slice(11, 23)
  const more = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  const pretty = [clock, String(level).padEnd(5), String(msg ?? ''), ...more].join(' ')
  return `${pretty.replace(/[\r\n]+/g, '\\n')}\n`
}
