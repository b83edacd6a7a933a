// Which hosts are called, and no others: the regional hosts of the cloud, or the override from the settings.
// Source: https://cloud.baidu.com/doc/CCR/s/hl6616er6 (service domains); VPC reads use the BCC hosts of the region.

/** Regions in which the cloud offers CCR, by their short codes. */
export const knownRegions = ['bj', 'bd', 'gz', 'su', 'fwh', 'hkg', 'cd', 'yq'] as const

export type Service = 'ccr' | 'vpc'

export type EndpointOverrides = {
  /** Base address instead of `https://ccr.<region>.baidubce.com`; `{region}` stands for the region. */
  readonly ccr?: string | undefined
  readonly vpc?: string | undefined
  /** Accept plain http to a host that is not this machine: signed, but readable on the way. */
  readonly isPlainHttpAllowed?: boolean | undefined
}

const subdomains: Readonly<Record<Service, string>> = { ccr: 'ccr', vpc: 'bcc' }
const regionShape = /^[a-z][a-z0-9]{0,15}$/
const placeholder = '{region}'

/** `https://ccr.bj.baidubce.com`, or the override with the region put in: scheme, host and port, no slash at the end. */
export type OriginOf = (service: Service, region: string) => string

/** Checks everything at once; throws one sentence that says what is wrong and what would be right. */
export function createOrigins(regions: readonly string[], overrides: EndpointOverrides = {}): OriginOf {
  const origins = new Map<string, string>()
  for (const region of regions) {
    for (const service of ['ccr', 'vpc'] as const) {
      origins.set(`${service}/${region}`, originOf(service, region, overrides))
    }
  }
  return (service, region) => {
    const origin = origins.get(`${service}/${region}`)
    if (origin === undefined) throw new Error(`Region ${region} is not one of: ${regions.join(', ')}`)
    return origin
  }
}

function originOf(service: Service, region: string, overrides: EndpointOverrides): string {
  const override = overrides[service]
  if (override !== undefined) {
    if (!regionShape.test(region)) throw new Error(`"${region}" is not a region code such as bj`)
    return checkedOrigin(override, region, overrides.isPlainHttpAllowed === true)
  }
  if (!(knownRegions as readonly string[]).includes(region))
    throw new Error(`"${region}" is not a region of CCR; known are ${knownRegions.join(', ')}`)
  return `https://${subdomains[service]}.${region}.baidubce.com`
}

function checkedOrigin(override: string, region: string, isPlainHttpAllowed: boolean): string {
  const text = override.replaceAll(placeholder, region)
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw new Error(`"${override}" is not an address such as https://gateway.example.com:8443`)
  if (url.username !== '' || url.password !== '')
    throw new Error('An endpoint holds no user name or password')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw new Error(`"${override}" must end after the host and port: the signature covers the path`)
  if (url.protocol === 'http:' && !isPlainHttpAllowed && !isLoopback(url.hostname))
    throw new Error(`"${override}" would be called without encryption; use https`)
  return url.origin
}

/** True for names and addresses that never leave this machine (RFC 6761, RFC 1122, RFC 4291). */
export function isLoopback(hostname: string): boolean {
  return (
    isLocalhostName(hostname) ||
    hostname === '[::1]' ||
    hostname === '::1' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  )
}

/** `localhost` and every name below it. RFC 6761, section 6.3: no DNS server is asked about these. */
export function isLocalhostName(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '')
  return name === 'localhost' || name.endsWith('.localhost')
}
