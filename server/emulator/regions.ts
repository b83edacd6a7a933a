// Regions of the vendor's endpoint list (cloud.baidu.com/doc/CCR/s/hl6616er6) and how one port serves all of them.
// The region of a request is the first label of its Host header that is a region code: `ccr.gz.baidubce.com`,
// `bcc.gz.localhost:4010` and `gz.localhost` are all gz. A Host without one (127.0.0.1:4010) has no region.

export const regionCodes = ['bj', 'bd', 'gz', 'su', 'fwh', 'hkg', 'cd', 'yq'] as const

const known: ReadonlySet<string> = new Set(regionCodes)

export function regionFromHost(host: string): string | null {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return name.split('.').find((label) => known.has(label)) ?? null
}
