// Counters in the text format of Prometheus. Labels come from fixed tables, never from input.

export type Metrics = {
  countRequest(method: string, path: string, status: number): void
  countUpstream(operation: string, outcome: string): void
  /** How a read was answered: `kept`, `joined` or `asked`. */
  countRead(how: string): void
  text(): string
}

export function createMetrics(): Metrics {
  const requests = new Map<string, number>()
  const upstream = new Map<string, number>()
  const reads = new Map<string, number>()
  const add = (map: Map<string, number>, labels: Readonly<Record<string, string>>) => {
    const key = Object.entries(labels)
      .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, '_')}"`)
      .join(',')
    map.set(key, (map.get(key) ?? 0) + 1)
  }
  const family = (name: string, help: string, map: Map<string, number>) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} counter`,
    ...[...map].map(([labels, value]) => `${name}{${labels}} ${value}`),
  ]
  return {
    countRequest: (method, path, status) => add(requests, { method, path, status: String(status) }),
    countUpstream: (operation, outcome) => add(upstream, { operation, outcome }),
    countRead: (how) => add(reads, { how }),
    text: () =>
      [
        ...family('drawbridge_requests_total', 'Answers of the API by route and status.', requests),
        ...family(
          'drawbridge_upstream_calls_total',
          'Attempts to call the cloud by operation and outcome.',
          upstream,
        ),
        ...family(
          'drawbridge_reads_total',
          'Reads of the cloud: answered from what is kept, joined to one under way, or asked.',
          reads,
        ),
        '',
      ].join('\n'),
  }
}
