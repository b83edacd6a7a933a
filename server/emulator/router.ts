// Which operation a method and path name. Paths are the vendor's; names are those of its API metadata.

export type OperationName =
  | 'ListInstances'
  | 'GetInstanceDetail'
  | 'AddVpcLink'
  | 'ListVpcLinks'
  | 'DeleteVpcLink'
  | 'GetPublicNetworkConfig'
  | 'UpdatePublicNetwork'
  | 'AddPublicNetworkWhitelist'
  | 'DeletePublicNetworkWhitelist'
  | 'ListVpcs'
  | 'GetVpc'
  | 'ListSubnets'
  | 'GetSubnet'
  | 'GetPrivateIpAddressInfo'
  | 'ListResourceIps'
  | 'ListServiceNics'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Row = { readonly path: string; readonly [method: string]: string }

const instance = '/v1/instances/{instanceId}'

const implemented: readonly (readonly [string, Partial<Record<Method, OperationName>>])[] = [
  ['/v1/instances', { GET: 'ListInstances' }],
  [instance, { GET: 'GetInstanceDetail' }],
  [`${instance}/privatelinks`, { POST: 'AddVpcLink', GET: 'ListVpcLinks', DELETE: 'DeleteVpcLink' }],
  [`${instance}/publiclinks`, { GET: 'GetPublicNetworkConfig', PUT: 'UpdatePublicNetwork' }],
  [
    `${instance}/publiclinks/whitelist`,
    { POST: 'AddPublicNetworkWhitelist', DELETE: 'DeletePublicNetworkWhitelist' },
  ],
  ['/v1/vpc', { GET: 'ListVpcs' }],
  ['/v1/vpc/resourceIp', { GET: 'ListResourceIps' }],
  ['/v1/vpc/{vpcId}', { GET: 'GetVpc' }],
  ['/v1/vpc/{vpcId}/privateIpAddressInfo', { GET: 'GetPrivateIpAddressInfo' }],
  ['/v1/subnet', { GET: 'ListSubnets' }],
  ['/v1/subnet/{subnetId}', { GET: 'GetSubnet' }],
  ['/v1/endpoint', { GET: 'ListServiceNics' }],
]

/** Operations the vendor has and the emulator does not: 501, so that nobody takes them for working. */
const notImplemented: readonly Row[] = [
  { path: '/v1/instances', POST: 'CreateInstance' },
  { path: '/v1/instances/renew', POST: 'RenewInstance' },
  { path: instance, PUT: 'UpdateInstance' },
  { path: `${instance}/tags`, PUT: 'UpdateInstanceTags' },
  { path: `${instance}/upgrade`, PUT: 'UpgradeInstance' },
  { path: `${instance}/credential`, PUT: 'ResetPassword', POST: 'CreateTemporaryPassword' },
  { path: `${instance}/robots`, GET: 'ListRobots', POST: 'CreateRobot' },
  { path: `${instance}/robots/{robotId}`, PUT: 'UpdateRobot', DELETE: 'DeleteRobot' },
  { path: '/v1/vpc', POST: 'CreateVpc' },
  { path: '/v1/vpc/{vpcId}', PUT: 'UpdateVpc', DELETE: 'DeleteVpc' },
  { path: '/v1/subnet', POST: 'CreateSubnet' },
  { path: '/v1/subnet/{subnetId}', PUT: 'UpdateSubnet', DELETE: 'DeleteSubnet' },
  { path: '/v1/endpoint', POST: 'CreateServiceNic' },
]

/** Whole families below an instance that the emulator lacks. */
const missingFamilies =
  /^\/v1\/instances\/[^/]+\/(projects|registries|replications|triggers|immutablerules|charts|accelerator|scan|gc|builds)(\/|$)/

export type Route =
  | { kind: 'operation'; operation: OperationName; params: Readonly<Record<string, string>> }
  | { kind: 'notImplemented'; operation: string }
  | { kind: 'methodNotAllowed' }
  | { kind: 'notFound' }

/** Never throws: a path with a broken escape is not found. */
export function route(method: string, rawPath: string): Route {
  let isKnownPath = false
  for (const [path, methods] of implemented) {
    const params = matchPath(path, rawPath)
    if (!params) continue
    isKnownPath = true
    const operation = methods[method as Method]
    if (operation) return { kind: 'operation', operation, params }
  }
  for (const row of notImplemented) {
    if (!matchPath(row.path, rawPath)) continue
    isKnownPath = true
    const operation = row[method]
    if (operation !== undefined) return { kind: 'notImplemented', operation }
  }
  if (missingFamilies.test(rawPath)) return { kind: 'notImplemented', operation: `${method} ${rawPath}` }
  return isKnownPath ? { kind: 'methodNotAllowed' } : { kind: 'notFound' }
}

function matchPath(pattern: string, rawPath: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const actual = rawPath.split('/')
  if (wanted.length !== actual.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const segment = actual[index] ?? ''
    if (!part.startsWith('{')) {
      if (part !== segment) return null
      continue
    }
    try {
      params[part.slice(1, -1)] = decodeURIComponent(segment)
    } catch {
      return null
    }
    if (segment === '') return null
  }
  return params
}

const writes: ReadonlySet<string> = new Set([
  'AddVpcLink',
  'DeleteVpcLink',
  'UpdatePublicNetwork',
  'AddPublicNetworkWhitelist',
  'DeletePublicNetworkWhitelist',
])

export function isWrite(operation: OperationName): boolean {
  return writes.has(operation)
}
